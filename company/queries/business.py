from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from company.models import Business


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
