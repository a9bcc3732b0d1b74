from inventory.stock.steps.issue_stock import issue_stock
from inventory.stock.steps.pick_stock import pick_stock
from inventory.stock.steps.receive_stock import Arrival, receive_stock

__all__ = ["Arrival", "issue_stock", "pick_stock", "receive_stock"]
