"""Which figures of a count are asked about before they are posted. Pure."""

from decimal import Decimal


def is_far(cost: int, *, known: int, times: int) -> bool:
    """Whether a cost is more than so many times what is known of the thing, or less than that part of it."""
    return known > 0 and not known <= cost * times <= known * times**2


def is_many(quantity: Decimal, *, usual: int) -> bool:
    """Whether it is more than a shelf usually has."""
    return quantity > usual
