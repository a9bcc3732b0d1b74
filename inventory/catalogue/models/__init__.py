from inventory.catalogue.models.catalogue import Barcode, Category, Product, Variation

__all__ = ["Barcode", "Category", "Product", "Variation"]
