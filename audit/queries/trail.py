from dataclasses import dataclass
from datetime import datetime

from audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """An audit entry as a line to read; `reason` is "" where nobody had to give one."""

    at: datetime
    actor_name: str
    action: str
    reason: str


def trail_of(*, target_type: str, target_id: int | str, most: int) -> tuple[TrailEntry, ...]:
    """What was done to one thing, newest first, from the present schema's trail. One statement."""
    entries = AuditEntry.objects.filter(target_type=target_type, target_id=str(target_id)).order_by("-at", "-id")[:most]
    return tuple(
        TrailEntry(entry.at, entry.actor_name, entry.action, str(entry.changes.get("reason", ""))) for entry in entries
    )
