"""What operators are told of whether a business sells."""

from datetime import timedelta

from console.cards.base import About, Fact, Section, facts, moment
from kernel.schemas import in_schema
from sales.selling.models import Sale


@facts(25)
def selling(about: About) -> Section | None:
    """Signs of life; no amounts, which are the business's own affair."""
    if not about.schema:
        return None
    with in_schema(about.schema):
        last = Sale.objects.order_by("-pk").values_list("recorded_at", flat=True).first()
        lately = Sale.objects.filter(business_date__gt=about.now.date() - timedelta(days=7)).count()
    return Section("Selling", (Fact("Last sale", moment(last)), Fact("Sales, 7 days", f"{lately:,}")))
