from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.models import DeadLetter
from kernel.transactions import operation


@operation
def dead_letter_event(
    *,
    schema: str,
    event_id: UUID,
    kind: str,
    handler: str,
    payload: Mapping[str, Any],
    error: str,
    attempts: int,
    now: datetime,
) -> None:
    """Keep what a handler failed at too often as a dead letter. Run it on the public schema.

    One letter for an event and a handler: failing again after a retry by hand adds to its attempts.
    """
    letter, new = DeadLetter.objects.select_for_update().get_or_create(
        event_id=event_id,
        handler=handler,
        defaults={
            "tenant_schema": schema,
            "kind": kind,
            "payload": dict(payload),
            "error": error,
            "attempts": attempts,
            "failed_at": now,
        },
    )
    if not new:
        letter.error, letter.failed_at, letter.retried_at = error, now, None
        letter.attempts += attempts
        letter.save(update_fields=["error", "failed_at", "retried_at", "attempts"])
