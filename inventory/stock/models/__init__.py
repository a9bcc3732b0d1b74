from inventory.stock.models.batch import Batch
from inventory.stock.models.location_stock import LocationStock
from inventory.stock.models.movement import StockMovement
from inventory.stock.models.movement_type import MovementType
from inventory.stock.models.stock_day import StockDay
from inventory.stock.models.stock_document import StockDocument

__all__ = ["Batch", "LocationStock", "MovementType", "StockDay", "StockDocument", "StockMovement"]
