from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from accounting.ledger.document import Document
from accounting.ledger.queries.entries import entry_of
from accounting.ledger.rules import postings
from accounting.ledger.rules.documents import DocumentKind
from accounting.ledger.steps import begin, enter, number, post
from inventory.catalogue.models import Variation
from inventory.stock.errors import InsufficientStock, OpeningStockReversed
from inventory.stock.events import OpeningStockReversed as Reversed
from inventory.stock.models import StockDocument
from inventory.stock.rules.picking import Shortage
from inventory.stock.steps.write_movements import Move, write_movements
from kernel.actors import Actor
from kernel.errors import InvalidInput, NotFound
from kernel.rows import fetch_all
from kernel.transactions import operation, pipeline

# In the one global order of stock locks.
_LOCK = """
    SELECT batch.id, batch.variation_id, movement.quantity, movement.value, batch.quantity, batch.value
      FROM stock_stockmovement AS movement JOIN stock_batch AS batch ON batch.id = movement.batch_id
     WHERE movement.source_id = %s AND movement.source_type = %s
     ORDER BY batch.variation_id, batch.expires_on NULLS LAST, batch.received_at, batch.id
       FOR NO KEY UPDATE OF batch
"""


@dataclass(frozen=True, slots=True)
class _Came:
    """A batch that came with the opening stock, and what is there of it now."""

    batch_id: int
    variation_id: int
    quantity: Decimal
    value: int
    quantity_now: Decimal
    value_now: int

    @property
    def is_untouched(self) -> bool:
        return (self.quantity, self.value) == (self.quantity_now, self.value_now)


@operation
def reverse_opening_stock(*, actor: Actor, opening_id: UUID, reason: str, now: datetime) -> None:
    """Take an opening stock back as a whole, today: its goods leave the shelf, and its entry is mirrored.

    The reversal is a document of the same id and another kind, so there is one at most. A constant number of
    statements. InsufficientStock names what has been sold or moved since; OpeningStockReversed; InvalidInput without a
    reason; NotAllowed, NotFound for one that isn't there, or at an outlet where the actor doesn't work.
    """
    if not reason.strip():
        raise InvalidInput(errors={"reason": ["Why? It stays in the trail."]})
    doc = _begin(actor, opening_id, now)
    came = [_Came(*row) for row in fetch_all(_LOCK, [opening_id, DocumentKind.OPENING_STOCK])]
    _check(doc, came)
    value = sum(each.value for each in came)
    entry_id = entry_of(DocumentKind.OPENING_STOCK, opening_id)
    doc = number(doc) if value else doc
    with pipeline():
        write_movements(
            doc,
            [Move(each.batch_id, each.variation_id, doc.outlet.id, -each.quantity, -each.value) for each in came],
            reason=reason,
        )
        post(doc, postings.opening_stock(value=-value), reverses=entry_id)
        enter(doc, Reversed(doc.id, doc.outlet.id), reason=reason, value=value)


def _begin(actor: Actor, opening_id: UUID, now: datetime) -> Document:
    opening = StockDocument.objects.filter(source_type=DocumentKind.OPENING_STOCK, source_id=opening_id).first()
    if opening is None:
        raise NotFound("There is no such opening stock.")
    return begin(
        DocumentKind.OPENING_STOCK_REVERSAL,
        actor=actor,
        outlet_ids=[opening.outlet_id],
        at=None,
        now=now,
        id=opening_id,
    )


def _check(doc: Document, came: list[_Came]) -> None:
    if StockDocument.objects.filter(source_type=doc.type.kind, source_id=doc.id).exists():
        raise OpeningStockReversed
    touched = [each for each in came if not each.is_untouched]
    if touched:
        raise InsufficientStock(
            [Shortage(each.variation_id, each.quantity, each.quantity_now) for each in touched],
            _names(each.variation_id for each in touched),
        )


def _names(variation_ids: Iterable[int]) -> dict[int, str]:
    rows = Variation.objects.select_related("product").in_bulk(set(variation_ids))
    return {pk: f"{row.product.name} {row.name}".strip() for pk, row in rows.items()}
