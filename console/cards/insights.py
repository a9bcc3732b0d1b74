"""What operators are told of how much of its plan a business uses."""

from billing.queries.entitlements import entitlements_of
from console.cards.base import About, Bar, Section, facts
from insights.queries.usage import readings
from kernel.schemas import in_schema


@facts(20)
def usage(about: About) -> Section | None:
    """Each meter beside the plan's limit, read now."""
    standing = entitlements_of(about.id)
    if not about.schema or standing is None:
        return None
    with in_schema(about.schema):
        read = readings(about.now)
    allowed = standing.entitlements.allowance
    return Section(
        "Usage", bars=tuple(Bar(one.meter.label.capitalize(), one.used, allowed(one.meter).limit) for one in read)
    )
