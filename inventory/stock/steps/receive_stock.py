from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from inventory.stock.enums import MovementKind
from inventory.stock.models import Batch
from inventory.stock.steps.write_movements import write_movements
from kernel.actors import Actor
from kernel.money import round_half_up
from kernel.transactions import require_transaction


@dataclass(frozen=True, slots=True)
class Arrival:
    """Goods that come in as one batch: quantity > 0, cost of one unit in minor units."""

    variation_id: int
    quantity: Decimal
    unit_cost: int
    batch_number: str
    expires_on: date | None

    @property
    def value(self) -> int:
        return round_half_up(self.quantity * self.unit_cost)


def receive_stock(
    arrivals: Sequence[Arrival],
    *,
    kind: MovementKind,
    outlet_id: int,
    source: tuple[str, UUID],
    actor: Actor,
    at: datetime,
) -> int:
    """Make a batch of every arrival and move the goods into it: two statements. Returns the value in minor units."""
    require_transaction()
    batches = Batch.objects.bulk_create(
        Batch(
            variation_id=arrival.variation_id,
            outlet_id=outlet_id,
            number=arrival.batch_number,
            expires_on=arrival.expires_on,
            received_at=at,
            unit_cost=arrival.unit_cost,
        )
        for arrival in arrivals
    )
    write_movements(
        [
            (batch.pk, arrival.variation_id, arrival.quantity, arrival.value)
            for batch, arrival in zip(batches, arrivals, strict=True)
        ],
        kind=kind,
        outlet_id=outlet_id,
        source=source,
        actor=actor,
        at=at,
    )
    return sum(arrival.value for arrival in arrivals)
