from collections.abc import Mapping
from decimal import Decimal

from django.db import connection

from accounting.ledger.document import Document
from inventory.stock.errors import InsufficientStock
from inventory.stock.rules.picking import Layer, Pick, pick
from kernel.transactions import require_transaction

# The one global order of stock locks: variation, expiry, arrival, id. NO KEY UPDATE lets foreign keys be checked.
_LOCK = """
    SELECT id, variation_id, quantity, value, expires_on
      FROM stock_batch
     WHERE outlet_id = %s AND variation_id = ANY (%s) AND in_stock
     ORDER BY variation_id, expires_on NULLS LAST, received_at, id
       FOR NO KEY UPDATE
"""


def pick_stock(doc: Document, wanted: Mapping[int, Decimal], *, names: Mapping[int, str]) -> list[Pick]:
    """Lock every batch of the wanted variations at the document's outlet and choose what leaves: one statement.

    `wanted` sums a cart's repeated variations; nothing is asked for nothing. InsufficientStock names all that are short
    by `names`; nothing is written.
    """
    require_transaction()
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [doc.outlet.id, sorted(wanted)])
        layers = [Layer(*row) for row in cursor.fetchall()]
    picks, shortages = pick(wanted, layers, doc.day)
    if shortages:
        raise InsufficientStock(shortages, dict(names))
    return picks
