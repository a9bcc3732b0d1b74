from inventory.queries.products import categories, product_for, products
from inventory.queries.sellable import sellables
from inventory.queries.stock import batches, low_stock, movements, stock_levels
from inventory.queries.till import TillItem, till_item_by_code, till_items

__all__ = [
    "TillItem",
    "batches",
    "categories",
    "low_stock",
    "movements",
    "product_for",
    "products",
    "sellables",
    "stock_levels",
    "till_item_by_code",
    "till_items",
]
