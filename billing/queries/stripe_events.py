"""What Stripe told us. On the public schema."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from billing.models import StripeEvent


@dataclass(frozen=True, slots=True)
class StripeEventInfo:
    """`done_at` is None while the event had no effect."""

    kind: str
    received_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class UndoneEvents:
    """How many had no effect yet, and how many of these because it failed."""

    failed: int
    total: int


def undone_events() -> UndoneEvents:
    """Webhooks whose effect failed or is missing. One statement."""
    undone = StripeEvent.objects.filter(done_at=None)
    return UndoneEvents(**undone.aggregate(failed=Count("pk", filter=~Q(error="")), total=Count("pk")))


def latest_stripe_events(tenant_id: int, *, most: int) -> tuple[StripeEventInfo, ...]:
    """What Stripe said about a business, newest first. One statement."""
    events = StripeEvent.objects.filter(tenant_id=tenant_id).order_by("-received_at")
    return tuple(StripeEventInfo(*row) for row in events.values_list("kind", "received_at", "done_at")[:most])
