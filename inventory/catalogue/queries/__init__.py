from inventory.catalogue.queries.products import categories
from inventory.catalogue.queries.sellable import sellables

__all__ = ["categories", "sellables"]
