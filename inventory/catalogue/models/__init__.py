from inventory.catalogue.models.catalogue import Barcode, Category, Code, Product, Variation

__all__ = ["Barcode", "Category", "Code", "Product", "Variation"]
