from collections.abc import Mapping
from decimal import Decimal

from django.db import connection

from accounting.ledger.document import Document
from accounting.ledger.steps import postpone
from inventory.stock.errors import InsufficientStock
from inventory.stock.rules.picking import Layer, Levels, Pick, first_day, pick
from kernel.rows import fetch_all
from kernel.transactions import require_transaction

# The one global order of stock locks: variation, expiry, arrival, id. NO KEY UPDATE lets foreign keys be checked.
_LOCK = """
    SELECT id, variation_id, quantity, value, expires_on, last_moved_on
      FROM stock_batch
     WHERE outlet_id = %s AND variation_id = ANY (%s) AND in_stock
     ORDER BY variation_id, expires_on NULLS LAST, received_at, id
       FOR NO KEY UPDATE
"""
_LEVELS = """
    SELECT batch_id, date, sum(sum(quantity)) OVER (PARTITION BY batch_id ORDER BY date)
      FROM stock_stockmovement WHERE batch_id = ANY (%s) GROUP BY batch_id, date ORDER BY batch_id, date
"""


def pick_stock(
    doc: Document, wanted: Mapping[int, Decimal], *, names: Mapping[int, str]
) -> tuple[Document, list[Pick]]:
    """Lock every batch of the wanted variations at the document's outlet and choose what leaves: one statement.

    `wanted` sums a cart's repeated variations; nothing is asked for nothing. InsufficientStock names all that are short
    by `names`; nothing is written. A document that comes late is posted on the first day since when its goods were
    always there (one statement more).
    """
    require_transaction()
    if not wanted:
        return doc, []
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [doc.outlet.id, sorted(wanted)])
        layers = [Layer(*row) for row in cursor.fetchall()]
    picks, shortages = pick(wanted, layers, doc.day)
    if shortages:
        raise InsufficientStock(shortages, dict(names))
    return (_after_arrival(doc, picks, layers) if doc.type.comes_late else doc), picks


def _after_arrival(doc: Document, picks: list[Pick], layers: list[Layer]) -> Document:
    moved = {
        layer.batch_id for layer in layers if layer.last_moved_on is not None and layer.last_moved_on > doc.posts_on
    }
    taken = {part.batch_id: part.quantity for part in picks if part.batch_id in moved}
    if not taken:
        return doc
    levels: dict[int, Levels] = {batch_id: [] for batch_id in taken}
    for batch_id, day, level in fetch_all(_LEVELS, [sorted(taken)]):
        levels[batch_id].append((day, level))
    return postpone(doc, max(first_day(levels[batch], quantity, doc.posts_on) for batch, quantity in taken.items()))
