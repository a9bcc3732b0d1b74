from dataclasses import dataclass

from inventory.stock.queries import products, stock_levels
from kernel.actors import Actor
from sales.selling.queries import sales


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """How far a new business has come."""

    has_products: bool
    has_stock: bool
    has_sold: bool

    @property
    def done(self) -> int:
        """Of the four steps; the first, opening the business, is done by having it."""
        return 1 + self.has_products + self.has_stock + self.has_sold


def first_steps(actor: Actor, *, outlet_ids: list[int]) -> FirstSteps:
    """One statement when the business has sold, three at most. NotAllowed."""
    if sales(actor, outlet_ids=outlet_ids).exists():
        return FirstSteps(has_products=True, has_stock=True, has_sold=True)
    return FirstSteps(
        has_products=products(actor, outlet_ids=outlet_ids).exists(),
        has_stock=stock_levels(actor, outlet_ids=outlet_ids).exists(),
        has_sold=False,
    )
