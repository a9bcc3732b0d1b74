from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from audit.authors import Author
from audit.steps import emit, record
from billing.actions import Action
from billing.events import QuotaThresholdReached
from billing.models import QuotaNotice, Subscription, UsageRecord
from billing.queries.entitlements import invalidate_plan
from kernel.entitlements import Meter
from kernel.transactions import operation

THRESHOLDS = (80, 100)
"""Per cent of what a plan allows, at which its owners are notified."""


def passed(used: int, limit: int) -> list[int]:
    """The thresholds that so much use has passed."""
    return [threshold for threshold in THRESHOLDS if used * 100 >= threshold * limit]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a meter shows. `period` is the month ("2026-11") of one that starts anew every month, else ""."""

    meter: Meter
    used: int
    period: str = ""


def present(readings: Iterable[Reading]) -> list[Reading]:
    """The last one of each meter: of a meter's months the one that is going on, which comes last."""
    return list({reading.meter: reading for reading in readings}.values())


@operation
def record_usage(*, actor: Author, tenant_id: int, readings: tuple[Reading, ...], now: datetime) -> None:
    """Keep what has changed since the last reading, and notify of each threshold passed, once. On the public schema."""
    locked = Subscription.objects.select_for_update(of=("self",)).select_related("plan")
    subscription = locked.filter(tenant_id=tenant_id).first()
    if subscription is None:
        return
    last = _last(tenant_id, readings)
    fresh = [
        UsageRecord(
            tenant_id=tenant_id,
            meter=reading.meter,
            period=reading.period,
            used=reading.used,
            added=reading.used - last.get((reading.meter, reading.period), 0),
            read_at=now,
        )
        for reading in readings
        if _is_news(reading, last.get((reading.meter, reading.period)))
    ]
    UsageRecord.objects.bulk_create(fresh)
    given = _give_notices(tenant_id, present(readings), subscription.plan.limits, now)
    if fresh or given:
        invalidate_plan(tenant_id)
    if given:
        record(
            actor=actor,
            action=Action.QUOTA_THRESHOLD_REACHED,
            target_type="tenants.tenant",
            target_id=tenant_id,
            changes={notice.meter: [notice.used, notice.allowed] for notice in given},
            at=now,
        )


def _is_news(reading: Reading, last: int | None) -> bool:
    """What a month has come to only grows: a lower reading was taken before the last one, and came late."""
    return reading.used != last and not (reading.period and last is not None and reading.used < last)


def _last(tenant_id: int, readings: tuple[Reading, ...]) -> dict[tuple[str, str], int]:
    """The newest kept reading of each; one short statement each, whatever has piled up."""
    found = {}
    for reading in readings:
        rows = UsageRecord.objects.filter(tenant_id=tenant_id, meter=reading.meter, period=reading.period)
        used = rows.order_by("-pk").values_list("used", flat=True).first()
        if used is not None:
            found[reading.meter, reading.period] = used
    return {(meter.value, period): used for (meter, period), used in found.items()}


def _give_notices(
    tenant_id: int, readings: list[Reading], limits: Mapping[str, int | None], now: datetime
) -> list[QuotaNotice]:
    """Those that are new. One that use has fallen below is taken back, so that it can be given again."""
    reached = {
        (reading.meter.value, reading.period, threshold): (reading.used, limit)
        for reading in readings
        if (limit := limits.get(reading.meter)) is not None
        for threshold in passed(reading.used, limit)
    }
    given = {(one.meter, one.period, one.threshold): one for one in QuotaNotice.objects.filter(tenant_id=tenant_id)}
    QuotaNotice.objects.filter(pk__in=[one.pk for key, one in given.items() if key not in reached]).delete()
    fresh = [
        QuotaNotice(
            tenant_id=tenant_id, meter=meter, period=period, threshold=threshold, used=used, allowed=limit, given_at=now
        )
        for (meter, period, threshold), (used, limit) in reached.items()
        if (meter, period, threshold) not in given
    ]
    QuotaNotice.objects.bulk_create(fresh)
    for meter in {notice.meter for notice in fresh}:
        highest = max((one for one in fresh if one.meter == meter), key=lambda one: one.threshold)
        event = QuotaThresholdReached(tenant_id, highest.meter, highest.threshold, highest.used, highest.allowed)
        emit(event, at=now)
    return fresh
