from inventory.models.batch import Batch
from inventory.models.catalogue import Barcode, Category, Product, Variation
from inventory.models.location_stock import LocationStock
from inventory.models.movement import StockMovement

__all__ = ["Barcode", "Batch", "Category", "LocationStock", "Product", "StockMovement", "Variation"]
