"""What a business uses of what its plan limits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from billing.operations.record_usage import Reading, passed, present
from company.queries import business
from company.queries.outlets import open_outlets
from inventory.catalogue.queries.products import products_on_offer
from kernel.entitlements import Allowance, Meter, entitlements
from people.queries.people import active_people
from sales.selling.queries.figures import sales_between


@dataclass(frozen=True, slots=True)
class Usage:
    """A meter beside its limit (None is none). `percent` may be above 100; `lifted_by` is a plan with more."""

    meter: Meter
    used: int
    limit: int | None
    percent: int
    lifted_by: str

    @property
    def label(self) -> str:
        return self.meter.label

    @property
    def threshold(self) -> int:
        """The highest that is passed of those at which owners are notified; 0 is none."""
        return 0 if self.limit is None else max(passed(self.used, self.limit), default=0)

    @property
    def width(self) -> int:
        """Of a bar, in per cent."""
        return min(self.percent, 100)


def readings(now: datetime) -> tuple[Reading, ...]:
    """What each meter shows now, in the present schema: sales of this month and of the last."""
    first = business().today(now).replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    return (
        Reading(Meter.OUTLETS, open_outlets().count()),
        Reading(Meter.PEOPLE, active_people().count()),
        Reading(Meter.PRODUCTS, products_on_offer().count()),
        # The month before once more: its last sales came after its last reading.
        Reading(Meter.SALES, sales_between(before, first), f"{before:%Y-%m}"),
        Reading(Meter.SALES, sales_between(first, None), f"{first:%Y-%m}"),
    )


def usage(now: datetime) -> list[Usage]:
    """The same beside what the plan of the present request allows. Six statements."""
    allowed = entitlements.get()
    return [_beside(reading, allowed.allowance(reading.meter)) for reading in present(readings(now))]


def _beside(reading: Reading, allowance: Allowance) -> Usage:
    limit = allowance.limit
    percent = 0 if limit is None else 100 if limit == 0 else reading.used * 100 // limit
    return Usage(reading.meter, reading.used, limit, percent, allowance.lifted_by)
