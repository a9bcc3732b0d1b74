"""What needs somebody's attention in the stock room."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, Sum

from inventory.models import Batch, LocationStock

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class StockWatch:
    """Counts of variations or batches at the outlets, and the stock's value in minor units."""

    value: int
    low: int
    out: int
    expiring: int
    expired: int


def stock_watch(*, outlet_ids: list[int], today: date) -> StockWatch:
    """Two statements."""
    levels = LocationStock.objects.filter(
        outlet__in=outlet_ids, variation__product__archived_at__isnull=True
    ).aggregate(
        low=Count("pk", filter=Q(quantity__gt=0, quantity__lte=F("variation__reorder_point"))),
        out=Count("pk", filter=Q(quantity=0)),
    )
    batches = Batch.objects.filter(outlet__in=outlet_ids, in_stock=True).aggregate(
        value=Sum("value", default=0),
        expired=Count("pk", filter=Q(expires_on__lt=today)),
        expiring=Count("pk", filter=Q(expires_on__gte=today, expires_on__lte=today + SOON)),
    )
    return StockWatch(batches["value"], levels["low"], levels["out"], batches["expiring"], batches["expired"])
