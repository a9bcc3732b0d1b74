from inventory.stock.queries.products import product_for, products
from inventory.stock.queries.stock import batches, low_stock, movements, stock_levels
from inventory.stock.queries.till import TillItem, till_item_by_code, till_items

__all__ = [
    "TillItem",
    "batches",
    "low_stock",
    "movements",
    "product_for",
    "products",
    "stock_levels",
    "till_item_by_code",
    "till_items",
]
