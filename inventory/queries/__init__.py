from inventory.queries.sellable import sellables

__all__ = ["sellables"]
