from datetime import datetime
from typing import Any
from uuid import UUID

from audit.actions import AuditAction
from audit.events import Event
from audit.steps.emit import event_row, hint_after_commit
from audit.steps.record import entry_row
from kernel.actors import Actor
from kernel.rows import insert


def record_with_event(
    event: Event,
    *,
    actor: Actor,
    action: AuditAction,
    target_type: str,
    target_id: UUID,
    at: datetime,
    changes: dict[str, Any],
) -> None:
    """`record` and `emit` in one statement."""
    entry = entry_row(actor=actor, action=action, target_type=target_type, target_id=target_id, at=at, changes=changes)
    insert(entry, event_row(event, at=at))
    hint_after_commit()
