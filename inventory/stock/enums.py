"""Words of the stock room, also enforced by the database."""

from enum import StrEnum


class MovementKind(StrEnum):
    """Why a batch changed."""

    OPENING = "opening"
    SALE = "sale"

    @property
    def label(self) -> str:
        return {"opening": "Opening stock", "sale": "Sale"}[self]
