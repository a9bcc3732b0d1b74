"""Whether a business sells."""

from datetime import timedelta

from console.cards.section import About, Fact, Section, moment
from kernel.schemas import in_schema
from sales.selling.queries.activity import selling_activity

_DAYS = 7


def selling(about: About) -> Section | None:
    """Signs of life; no amounts, which are the business's own affair."""
    if not about.schema:
        return None
    with in_schema(about.schema):
        activity = selling_activity(since=about.now.date() - timedelta(days=_DAYS - 1))
    return Section(
        "Selling",
        (Fact("Last sale", moment(activity.last_sale_at)), Fact(f"Sales, {_DAYS} days", f"{activity.sales:,}")),
    )
