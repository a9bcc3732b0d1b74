"""What the goods of each line cost. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from inventory.stock.rules.picking import Pick
from kernel.money import share_out
from sales.selling.rules.pricing import PricedCart


def line_costs(cart: PricedCart, picks: Sequence[Pick]) -> list[int]:
    """The cost of each line: what was picked of its variation, shared by quantity where a variation comes twice."""
    values: dict[int, int] = {}
    for part in picks:
        values[part.variation_id] = values.get(part.variation_id, 0) + part.value
    costs = [0] * len(cart.lines)
    for variation_id, value in values.items():
        positions = [i for i, line in enumerate(cart.lines) if line.item.variation_id == variation_id]
        weights = [int(cart.lines[i].quantity * Decimal(1000)) for i in positions]
        for position, share in zip(positions, share_out(value, weights), strict=True):
            costs[position] = share
    return costs
