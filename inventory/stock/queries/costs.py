"""What things cost and sell for, to tell a slip from a price."""

from collections.abc import Collection
from dataclasses import dataclass

from company.scope import Scope
from inventory.catalogue.models import Variation
from inventory.stock.models import Batch
from kernel.permissions import Permission


@dataclass(frozen=True, slots=True)
class KnownCost:
    """What one sells for, and what it last cost, if it was ever in stock; minor units."""

    price: int
    last: int | None

    @property
    def measure(self) -> int:
        """What a new cost is compared with."""
        return self.price if self.last is None else self.last


def known_costs(scope: Scope, variation_ids: Collection[int]) -> dict[int, KnownCost]:
    """By variation, as the outlets in view know it. Two statements."""
    scope.require(Permission.STOCK_OPENING_RECORD)
    latest = Batch.objects.filter(outlet__in=scope.outlet_ids, variation__in=variation_ids).order_by(
        "variation", "-received_at", "-pk"
    )
    last = dict(latest.distinct("variation").values_list("variation", "unit_cost"))
    prices = Variation.objects.filter(pk__in=variation_ids).values_list("pk", "price")
    return {pk: KnownCost(price, last.get(pk)) for pk, price in prices}
