"""How much of its plan a business uses."""

from billing.queries.entitlements import entitlements_of
from console.cards.section import About, Bar, Section
from insights.queries.usage import readings
from kernel.schemas import in_schema


def usage(about: About) -> Section | None:
    """Each meter beside the plan's limit, read now."""
    plan = entitlements_of(about.id)
    if not about.schema or plan is None:
        return None
    with in_schema(about.schema):
        read = readings(about.now)
    allowed = plan.entitlements.allowance
    return Section(
        "Usage", bars=tuple(Bar(one.meter.label.capitalize(), one.used, allowed(one.meter).limit) for one in read)
    )
