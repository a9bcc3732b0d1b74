from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from inventory.stock.enums import MovementKind
from kernel.actors import Actor
from kernel.transactions import require_transaction

_INSERT = """
    INSERT INTO stock_stockmovement (kind, batch_id, variation_id, outlet_id, quantity, value,
                                         source_type, source_id, reason, actor_id, at)
    SELECT %s, moved.batch_id, moved.variation_id, %s, moved.quantity, moved.value, %s, %s, '', %s, %s
      FROM unnest(%s::bigint[], %s::bigint[], %s::numeric[], %s::bigint[])
           AS moved(batch_id, variation_id, quantity, value)
"""


def write_movements(
    rows: Sequence[tuple[int, int, Decimal, int]],
    *,
    kind: MovementKind,
    outlet_id: int,
    source: tuple[str, UUID],
    actor: Actor,
    at: datetime,
) -> None:
    """Write movements, (batch, variation, signed quantity, signed value) each: one statement.

    The database brings batches and location stock along. `source` is the document's type and id.
    """
    require_transaction()
    batches, variations, quantities, values = ([*column] for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [kind.value, outlet_id, *source, actor.pk, at, batches, variations, quantities, values])
