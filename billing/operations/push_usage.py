from datetime import datetime

import structlog

from billing.gateway import push_usage as push_to_stripe
from billing.models import Subscription, UsageRecord
from kernel.entitlements import Meter
from kernel.errors import DomainError
from kernel.schemas import use_public

_AT_MOST = 1000

log = structlog.get_logger(__name__)


def push_usage(*, now: datetime) -> int:
    """Tell Stripe's meters of the sales counted since the last time. Returns how many readings went.

    A reading is told under its own id, so that one told twice counts once. Those that fail wait for the next time.
    """
    use_public()
    waiting = list(UsageRecord.objects.filter(pushed_at=None, meter=Meter.SALES, added__gt=0).order_by("pk")[:_AT_MOST])
    customers = dict(
        Subscription.objects.filter(tenant_id__in={one.tenant_id for one in waiting})
        .exclude(stripe_customer_id=None)
        .values_list("tenant_id", "stripe_customer_id")
    )
    return sum(_push(one, customers[one.tenant_id], now) for one in waiting if one.tenant_id in customers)


def _push(reading: UsageRecord, customer_id: str | None, now: datetime) -> bool:
    try:
        push_to_stripe(
            customer_id=str(customer_id),
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
