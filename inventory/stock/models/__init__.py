from inventory.stock.models.batch import Batch
from inventory.stock.models.location_stock import LocationStock
from inventory.stock.models.movement import StockMovement

__all__ = ["Batch", "LocationStock", "StockMovement"]
