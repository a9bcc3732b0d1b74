from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from inventory.stock.enums import MovementKind
from inventory.stock.errors import InsufficientStock
from inventory.stock.rules.picking import Layer, Pick, pick
from inventory.stock.steps.write_movements import write_movements
from kernel.actors import Actor
from kernel.transactions import require_transaction

# The one global order of stock locks: variation, expiry, arrival, id. NO KEY UPDATE lets foreign keys be checked.
_LOCK = """
    SELECT id, variation_id, quantity, value, expires_on
      FROM stock_batch
     WHERE outlet_id = %s AND variation_id = ANY (%s) AND in_stock
     ORDER BY variation_id, expires_on NULLS LAST, received_at, id
       FOR NO KEY UPDATE
"""


def pick_stock(*, outlet_id: int, wanted: Mapping[int, Decimal], names: Mapping[int, str], day: date) -> list[Pick]:
    """Lock every batch of the wanted variations and choose what leaves: one statement, whatever the cart's length.

    `wanted` sums a cart's repeated variations. InsufficientStock names all that are short; nothing is written.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [outlet_id, sorted(wanted)])
        layers = [Layer(*row) for row in cursor.fetchall()]
    picks, shortages = pick(wanted, layers, day)
    if shortages:
        raise InsufficientStock(shortages, dict(names))
    return picks


def issue_stock(
    picks: list[Pick], *, kind: MovementKind, outlet_id: int, source: tuple[str, UUID], actor: Actor, at: datetime
) -> None:
    """Write the movements of what was picked: one statement, nothing to wait for, so it may be pipelined."""
    write_movements(
        [(part.batch_id, part.variation_id, -part.quantity, -part.value) for part in picks],
        kind=kind,
        outlet_id=outlet_id,
        source=source,
        actor=actor,
        at=at,
    )
