from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounting.ledger.document import Document
from inventory.stock.models import StockMovement
from kernel.rows import Rows, insert


@dataclass(frozen=True, slots=True)
class Move:
    """A change of a batch: signed quantity and value (minor units), at the outlet of the batch."""

    batch_id: int
    variation_id: int
    outlet_id: int
    quantity: Decimal
    value: int


def write_movements(doc: Document, moves: Sequence[Move], *, reason: str = "") -> None:
    """Write the document's movements: one statement, nothing to wait for, so it may be pipelined.

    The database brings batches, location stock and the day's totals along.
    """
    insert(
        Rows(
            StockMovement,
            Move,
            moves,
            {
                "kind": doc.type.movement,
                "source_type": doc.type.kind,
                "source_id": doc.id,
                "reason": reason,
                "actor_id": doc.actor.pk,
                "date": doc.posts_on,
                "at": doc.at,
            },
        )
    )
