from datetime import datetime

from company.models import Business, Outlet
from company.rules.countries import Country


def open_company(*, name: str, country: Country, now: datetime) -> None:
    """Write the business and its first outlet, which is called Main until somebody renames it."""
    Business.objects.create(
        name=name,
        country=country.code,
        currency=country.currency,
        timezone=country.timezone,
        locale=country.locale,
        prices_include_tax=country.prices_include_tax,
        year_starts_in=country.year_starts_in,
        created_at=now,
    )
    Outlet.objects.create(name="Main", code="MN", timezone=country.timezone, created_at=now)
