"""Which batches leave first, and at what cost. Pure.

First expired, first out; then by arrival; batches past their expiry never. The cost taken is that of the layer
that leaves: `value × taken ÷ quantity`, rounded half-up, and the last of a layer takes the remainder, so that a
layer's value is used up exactly when its quantity is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import round_half_up


@dataclass(frozen=True, slots=True)
class Layer:
    """What is left of a batch: quantity > 0 and its value in minor units; and when it last moved."""

    batch_id: int
    variation_id: int
    quantity: Decimal
    value: int
    expires_on: date | None
    last_moved_on: date | None = None


Levels = list[tuple[date, Decimal]]
"""What a batch had at the end of each day on which it moved, in order; before the first it had nothing."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A part of a layer that leaves, with its cost."""

    batch_id: int
    variation_id: int
    quantity: Decimal
    value: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """What was wanted of a variation and what may be sold of it."""

    variation_id: int
    wanted: Decimal
    available: Decimal


def is_sellable(expires_on: date | None, day: date) -> bool:
    """A batch may be sold up to and including the day it expires; one without such a day, always.

    `pick` leaves the others out, so every document that calls pick_stock does; the database refuses a receipt that
    sells what had expired (selling_sale_expired). `day` is the document's.
    """
    return expires_on is None or expires_on >= day


def cost_of(layer: Layer, taken: Decimal) -> int:
    """The value that goes with the quantity taken."""
    if taken == layer.quantity:
        return layer.value
    return min(layer.value, round_half_up(layer.value * taken / layer.quantity))


def pick(wanted: Mapping[int, Decimal], layers: Iterable[Layer], day: date) -> tuple[list[Pick], list[Shortage]]:
    """Take the wanted quantity (> 0) of each variation from its layers, which come in picking order.

    Use the picks only when there are no shortages: otherwise they cover a part of what is wanted.
    """
    missing = dict(wanted)
    picks: list[Pick] = []
    for layer in layers:
        need = missing.get(layer.variation_id, Decimal(0))
        if need > 0 and is_sellable(layer.expires_on, day):
            taken = min(need, layer.quantity)
            picks.append(Pick(layer.batch_id, layer.variation_id, taken, cost_of(layer, taken)))
            missing[layer.variation_id] = need - taken
    shortages = [
        Shortage(variation_id, wanted[variation_id], wanted[variation_id] - short)
        for variation_id, short in missing.items()
        if short > 0
    ]
    return picks, shortages


def first_day(levels: Levels, taken: Decimal, day: date) -> date:
    """The first day from `day` on, on which and after which a batch always had `taken`."""
    first, level = day, Decimal(0)
    for moved_on, following in levels:
        if level < taken and moved_on > first:
            first = moved_on
        level = following
    return first
