from collections.abc import Iterable

from inventory.stock.rules.picking import Shortage
from kernel.errors import Conflict
from kernel.quantities import format_quantity


class InsufficientStock(Conflict):
    """One or more variations are short; `data["lines"]` names every one with what was wanted and what there is."""

    code = "insufficient_stock"
    title = "Not enough in stock"

    def __init__(self, shortages: Iterable[Shortage], names: dict[int, str]) -> None:
        shortages = list(shortages)
        parts = [
            f"{names[short.variation_id]}: {format_quantity(short.wanted)} wanted, "
            f"{format_quantity(short.available)} available"
            for short in shortages
        ]
        super().__init__(
            "; ".join(parts),
            lines=[
                {
                    "variation_id": short.variation_id,
                    "name": names[short.variation_id],
                    "wanted": format_quantity(short.wanted),
                    "available": format_quantity(short.available),
                }
                for short in shortages
            ],
        )


class OpeningStockReversed(Conflict):
    """Reversing twice."""

    code = "opening_stock_reversed"
    title = "This opening stock is reversed already"


class GoodsNotThereYet(Conflict):
    """Goods would leave on a day on which they had not come yet, or were needed by what left later."""

    code = "goods_not_there_yet"
    constraint = "stock_never_negative"
    title = "These goods were not in stock on that day"
