"""What a business uses of what its plan limits."""

from datetime import datetime

from billing.operations.record_usage import Reading
from company.queries import business
from company.queries.outlets import open_outlets
from inventory.queries.products import products_on_offer
from kernel.entitlements import Meter
from people.queries.people import active_people
from sales.queries.figures import sales_since


def readings(now: datetime) -> tuple[Reading, ...]:
    """What each meter shows now, in the present schema. Sales count from the first of the month."""
    first = business().today(now).replace(day=1)
    return (
        Reading(Meter.OUTLETS, open_outlets().count()),
        Reading(Meter.PEOPLE, active_people().count()),
        Reading(Meter.PRODUCTS, products_on_offer().count()),
        Reading(Meter.SALES, sales_since(first), f"{first:%Y-%m}"),
    )
