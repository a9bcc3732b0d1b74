from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounting.ledger.document import Document
from inventory.stock.models import Batch
from inventory.stock.steps.write_movements import Move, write_movements
from kernel.money import round_half_up
from kernel.transactions import require_transaction


@dataclass(frozen=True, slots=True)
class Arrival:
    """Goods that come in as one batch: quantity > 0, and what all of it is worth in minor units."""

    variation_id: int
    quantity: Decimal
    value: int
    batch_number: str
    expires_on: date | None

    @property
    def unit_cost(self) -> int:
        """What one cost, rounded: to be shown, never multiplied back."""
        return round_half_up(self.value / self.quantity)


def receive_stock(doc: Document, arrivals: Sequence[Arrival]) -> int:
    """Make a batch of every arrival at the document's outlet and move the goods into it: two statements.

    Returns the value in minor units.
    """
    require_transaction()
    batches = Batch.objects.bulk_create(
        Batch(
            variation_id=arrival.variation_id,
            outlet_id=doc.outlet.id,
            number=arrival.batch_number,
            expires_on=arrival.expires_on,
            received_at=doc.at,
            unit_cost=arrival.unit_cost,
        )
        for arrival in arrivals
    )
    write_movements(
        doc,
        [
            Move(batch.pk, arrival.variation_id, doc.outlet.id, arrival.quantity, arrival.value)
            for batch, arrival in zip(batches, arrivals, strict=True)
        ],
    )
    return sum(arrival.value for arrival in arrivals)
