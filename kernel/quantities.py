"""Quantities of goods: Decimal with three places, as `numeric(14,3)` in the database. Never a float."""

from decimal import Decimal

QUANTITY_DIGITS = 14
QUANTITY_PLACES = 3
QUANTUM = Decimal("0.001")
ZERO = Decimal(0)


def is_storable(quantity: Decimal) -> bool:
    """Whether the quantity is finite, has at most three places and fits the column."""
    return quantity.is_finite() and quantity == quantity.quantize(QUANTUM) and abs(quantity) < Decimal(10) ** 11


def format_quantity(quantity: Decimal) -> str:
    """The shortest plain form: 12, 0.5, 1.234; never an exponent."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
