"""Words of the till, also enforced by the database."""

from enum import StrEnum


class TenderMethod(StrEnum):
    """How a customer pays."""

    CASH = "cash"
    CARD = "card"
    MOBILE = "mobile"

    @property
    def label(self) -> str:
        return {"cash": "Cash", "card": "Card", "mobile": "Mobile money"}[self]
