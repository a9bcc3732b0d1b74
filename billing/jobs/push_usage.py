from datetime import datetime, timedelta

import structlog
from django.db.models import F

from billing.gateway import push_usage as push_to_stripe
from billing.models import UsageRecord
from kernel.entitlements import Meter
from kernel.errors import DomainError
from kernel.schemas import use_public

_AT_MOST = 1000
_TOO_OLD = timedelta(days=34)
"""Stripe takes no event older than 35 days."""

log = structlog.get_logger(__name__)


def push_usage(*, now: datetime) -> int:
    """Tell Stripe's meters of the sales counted since the last time. Returns how many readings went.

    A reading is told under its own id, so that one told twice counts once. Those that fail wait for the next time.
    """
    use_public()
    waiting = (
        UsageRecord.objects.filter(pushed_at=None, meter=Meter.SALES, added__gt=0, read_at__gt=now - _TOO_OLD)
        .filter(tenant__subscription__stripe_customer_id__isnull=False)
        .annotate(customer_id=F("tenant__subscription__stripe_customer_id"))
        .order_by("pk")[:_AT_MOST]
    )
    return sum(_push(reading, reading.customer_id, now) for reading in waiting)


def _push(reading: UsageRecord, customer_id: str, now: datetime) -> bool:
    try:
        push_to_stripe(
            customer_id=customer_id,
            meter=reading.meter,
            value=reading.added,
            identifier=f"usage-{reading.pk}",
            at=reading.read_at,
        )
    except DomainError:
        log.warning("usage_not_pushed", reading=reading.pk, exc_info=True)
        return False
    UsageRecord.objects.filter(pk=reading.pk).update(pushed_at=now)
    return True
