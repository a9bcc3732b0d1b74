"""What needs somebody's attention in the stock room."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When

from company.scope import Scope
from inventory.stock.enums import StockState
from inventory.stock.models import Batch, LocationStock
from inventory.stock.rules.expiry import EXPIRED, SOON, Band, last_day

STATES = {
    StockState.LOW: Q(quantity__gt=0, quantity__lte=F("variation__reorder_point")),
    StockState.OUT: Q(quantity=0),
}
"""Of location stock: low is something left, but no more than the reorder point.

The rule is a condition in SQL, because lists filter by it; lists, figures and badges all take it from here. It only
shows: nothing is ordered or refused by it.
"""

STATE = Case(
    *(When(condition, then=Value(state)) for state, condition in STATES.items()),
    default=Value(StockState.FINE),
    output_field=CharField(),
)
"""The same as a column."""


def in_band(band: Band, today: date) -> Q:
    """Of batches: those that expire within the band; inventory.stock.rules.expiry in SQL."""
    if band is EXPIRED:
        return Q(expires_on__lt=today)
    return Q(expires_on__range=(today, last_day(band, today)))


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
        low=Count("pk", filter=STATES[StockState.LOW]),
        out=Count("pk", filter=STATES[StockState.OUT]),
    )
    batches = Batch.objects.filter(outlet__in=scope.outlet_ids, in_stock=True).aggregate(
        value=Sum("value", default=0),
        expired=Count("pk", filter=in_band(EXPIRED, today)),
        expiring=Count("pk", filter=in_band(SOON, today)),
    )
    return StockWatch(batches["value"], levels["low"], levels["out"], batches["expiring"], batches["expired"])
