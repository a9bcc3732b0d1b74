"""Words of the stock room, also enforced by the database."""

from enum import StrEnum


class MovementKind(StrEnum):
    """Why a batch changed."""

    OPENING = "opening"
    OPENING_REVERSAL = "opening_reversal"
    SALE = "sale"

    @property
    def label(self) -> str:
        return {"opening": "Opening stock", "opening_reversal": "Opening stock reversed", "sale": "Sale"}[self]


class StockState(StrEnum):
    """Whether what an outlet has of a variation is enough (inventory.stock.queries.watch.STATES decides)."""

    FINE = "fine"
    LOW = "low"
    OUT = "out"

    @property
    def label(self) -> str:
        return {"fine": "In stock", "low": "Running low", "out": "Out of stock"}[self]
