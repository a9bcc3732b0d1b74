from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from company.models import Business
from kernel.schemas import current_schema


@dataclass(frozen=True, slots=True)
class BusinessInfo:
    """The business of the present tenant."""

    name: str
    country: str
    currency: str
    timezone: str
    locale: str
    prices_include_tax: bool
    year_starts_in: int

    def today(self, now: datetime) -> date:
        """The day by the clock of the business: what its reports call today."""
        return now.astimezone(ZoneInfo(self.timezone)).date()


def business() -> BusinessInfo:
    """One statement. Business.DoesNotExist before the schema is opened."""
    row = Business.objects.get()
    return BusinessInfo(
        row.name, row.country, row.currency, row.timezone, row.locale, row.prices_include_tax, row.year_starts_in
    )


def currency() -> str:
    """The business's own: what its amounts are in. No statement, once a process has asked for it.

    It never changes (company.models.Business, whose rows the application may not update), and a schema's name is never
    given again.
    """
    return _currency_in(current_schema())


@lru_cache(maxsize=10_000)
def _currency_in(_schema: str) -> str:
    return business().currency
