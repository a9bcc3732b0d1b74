import json
from datetime import datetime
from functools import partial

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from audit.events import Event
from audit.hints import give_hint
from kernel.ids import new_id
from kernel.schemas import current_schema
from kernel.transactions import require_transaction

_INSERT = "INSERT INTO audit_outboxevent (id, kind, payload, occurred_at) VALUES (%s, %s, %s::jsonb, %s)"


def emit(event: Event, *, at: datetime) -> None:
    """Put an event in the outbox, in the caller's transaction: one statement, and a hint to the relay after COMMIT."""
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [new_id(), event.kind, json.dumps(event.payload(), cls=DjangoJSONEncoder), at])
    transaction.on_commit(partial(give_hint, current_schema()))
