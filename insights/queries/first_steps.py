from dataclasses import dataclass

from company.scope import Scope
from inventory.stock.queries import products, stock_levels
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


def first_steps(scope: Scope) -> FirstSteps:
    """One statement when the business has sold, three at most. NotAllowed."""
    if sales(scope).exists():
        return FirstSteps(has_products=True, has_stock=True, has_sold=True)
    return FirstSteps(
        has_products=products(scope).exists(),
        has_stock=stock_levels(scope).exists(),
        has_sold=False,
    )
