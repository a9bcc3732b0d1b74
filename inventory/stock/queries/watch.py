"""What needs somebody's attention in the stock room."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, Sum

from company.scope import Scope
from inventory.stock.models import Batch, LocationStock

SOON = timedelta(days=7)

RUNNING_LOW = Q(quantity__gt=0, quantity__lte=F("variation__reorder_point"))
"""Of location stock: something left, but no more than the reorder point."""
OUT_OF_STOCK = Q(quantity=0)
"""Of location stock."""


def expired(today: date) -> Q:
    """Of batches: what may not be sold any more; inventory.stock.rules.picking.is_sellable in SQL."""
    return Q(expires_on__lt=today)


def expiring(today: date, within: timedelta = SOON) -> Q:
    """Of batches: what may still be sold, but not for long."""
    return Q(expires_on__range=(today, today + within))


@dataclass(frozen=True, slots=True)
class StockWatch:
    """Counts of variations or batches at the outlets, and the stock's value in minor units."""

    value: int
    low: int
    out: int
    expiring: int
    expired: int


def stock_watch(scope: Scope, *, today: date) -> StockWatch:
    """Two statements."""
    levels = LocationStock.objects.filter(
        outlet__in=scope.outlet_ids, variation__product__archived_at__isnull=True
    ).aggregate(
        low=Count("pk", filter=RUNNING_LOW),
        out=Count("pk", filter=OUT_OF_STOCK),
    )
    batches = Batch.objects.filter(outlet__in=scope.outlet_ids, in_stock=True).aggregate(
        value=Sum("value", default=0),
        expired=Count("pk", filter=expired(today)),
        expiring=Count("pk", filter=expiring(today)),
    )
    return StockWatch(batches["value"], levels["low"], levels["out"], batches["expiring"], batches["expired"])
