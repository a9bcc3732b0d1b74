from dataclasses import dataclass

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


def business() -> BusinessInfo:
    """One statement. Business.DoesNotExist before the schema is opened."""
    row = Business.objects.get()
    return BusinessInfo(
        row.name, row.country, row.currency, row.timezone, row.locale, row.prices_include_tax, row.year_starts_in
    )
