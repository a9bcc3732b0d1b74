import json
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from audit.events import Event
from kernel.ids import new_id
from kernel.transactions import require_transaction

_INSERT = "INSERT INTO audit_outboxevent (id, kind, payload, occurred_at) VALUES (%s, %s, %s::jsonb, %s)"


def emit(event: Event, *, at: datetime) -> None:
    """Put an event in the outbox, in the caller's transaction: one statement."""
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [new_id(), event.kind, json.dumps(event.payload(), cls=DjangoJSONEncoder), at])
