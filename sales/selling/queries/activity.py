from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q

from sales.selling.models import Sale


@dataclass(frozen=True, slots=True)
class Activity:
    """Signs of life of a business; no amounts, which are its own affair."""

    last_sale_at: datetime | None
    sales: int


def selling_activity(*, since: date) -> Activity:
    """When the business last sold, and how often since a day, at all outlets. One statement."""
    return Activity(
        **Sale.objects.aggregate(last_sale_at=Max("recorded_at"), sales=Count("pk", filter=Q(business_date__gte=since)))
    )
