"""Sums of sales for people who watch the business. Amounts in minor units."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from company.scope import Scope
from sales.selling.models import Sale


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What a business day came to; `net` is without tax."""

    day: date
    receipts: int
    net: int
    cost: int


def sales_by_day(scope: Scope, *, first: date, last: date) -> dict[date, DayFigures]:
    """The days with sales, both ends included. One statement."""
    rows = (
        Sale.objects.filter(outlet__in=scope.outlet_ids, business_date__range=(first, last))
        .order_by("business_date")
        .values_list("business_date")
        .annotate(Count("pk"), Sum("taxable"), Sum("cost"))
    )
    return {day: DayFigures(day, receipts, net, cost) for day, receipts, net, cost in rows}


def sales_between(first: date, end: date | None) -> int:
    """How many sales the business had at all its outlets from the day on, before `end` (None: until now)."""
    sales = Sale.objects.filter(business_date__gte=first)
    return (sales if end is None else sales.filter(business_date__lt=end)).count()
