"""Work that waits or failed, as operators watch it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from audit.models import DeadLetter, OutboxEvent


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, and since when the oldest of it does (None: nothing waits)."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class RelayedEvent:
    """An event of an outbox; `relayed_at` is None while it waits."""

    kind: str
    occurred_at: datetime
    relayed_at: datetime | None


def waiting_dead_letters(schema: str = "") -> Backlog:
    """Dead letters that nobody has retried, of one business or of all. One statement on the public schema."""
    waiting = DeadLetter.objects.filter(retried_at=None)
    if schema:
        waiting = waiting.filter(tenant_schema=schema)
    return Backlog(**waiting.aggregate(count=Count("pk"), oldest=Min("failed_at")))


def waiting_events() -> Backlog:
    """Events of the present schema's outbox that were not relayed yet. One statement."""
    waiting = OutboxEvent.objects.filter(relayed_at=None)
    return Backlog(**waiting.aggregate(count=Count("id"), oldest=Min("occurred_at")))


def latest_events(*, most: int) -> tuple[RelayedEvent, ...]:
    """Of the present schema's outbox, newest first. One statement."""
    rows = OutboxEvent.objects.order_by("-id").values_list("kind", "occurred_at", "relayed_at")[:most]
    return tuple(RelayedEvent(*row) for row in rows)
