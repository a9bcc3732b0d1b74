"""Quantities of goods: Decimal with three places, as `numeric(14,3)` in the database. Never a float."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

QUANTITY_DIGITS = 14
QUANTITY_PLACES = 3
QUANTUM = Decimal("0.001")
LARGEST = Decimal(10) ** 7
"""A line past this is taken for a mistake; ten thousand such lines fit the column that sums them."""


def is_storable(quantity: Decimal) -> bool:
    """Whether the quantity is finite, at most LARGEST, with at most three places."""
    return quantity.is_finite() and abs(quantity) <= LARGEST and quantity == quantity.quantize(QUANTUM)


def beyond(quantities: Iterable[tuple[int, Decimal]]) -> Iterator[int]:
    """The positions at which the sum of one thing (its id, a quantity) passes LARGEST: a document is bounded, too."""
    sums: dict[int, Decimal] = {}
    for position, (thing, quantity) in enumerate(quantities):
        sums[thing] = sums.get(thing, Decimal(0)) + quantity
        if sums[thing] > LARGEST:
            yield position


def format_quantity(quantity: Decimal) -> str:
    """The shortest plain form: 12, 0.5, 1.234; never an exponent."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
