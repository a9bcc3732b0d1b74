from datetime import datetime
from functools import partial

from django.db import transaction

from audit.events import Event
from audit.hints import give_hint
from audit.models import OutboxEvent
from kernel.ids import new_id
from kernel.rows import Row, insert
from kernel.schemas import current_schema


def emit(event: Event, *, at: datetime) -> None:
    """Put an event in the outbox, in the caller's transaction: one statement, and a hint to the relay after COMMIT."""
    insert(event_row(event, at=at))
    hint_after_commit()


def event_row(event: Event, *, at: datetime) -> Row:
    """The event in the outbox."""
    return Row(OutboxEvent, {"id": new_id(), "kind": event.kind, "payload": event.payload(), "occurred_at": at})


def hint_after_commit() -> None:
    """Tell the relay that this schema's outbox has something."""
    transaction.on_commit(partial(give_hint, current_schema()))
