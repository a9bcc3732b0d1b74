from audit.steps import record
from company.actions import Action
from company.models import Business, Outlet
from company.rules.countries import COUNTRIES
from kernel.errors import InvalidInput
from kernel.openings import Opening
from kernel.transactions import require_transaction


def open_company(opening: Opening) -> None:
    """Write the business and its first outlet, which is called Main until somebody renames it: three statements.

    InvalidInput where businesses can't be opened.
    """
    require_transaction()
    country = COUNTRIES.get(opening.country)
    if country is None:
        raise InvalidInput(errors={"country": ["Businesses can't be opened there yet."]})
    Business.objects.create(
        name=opening.name,
        country=country.code,
        currency=country.currency,
        timezone=country.timezone,
        locale=country.locale,
        prices_include_tax=country.prices_include_tax,
        year_starts_in=country.year_starts_in,
        created_at=opening.now,
    )
    Outlet.objects.create(name="Main", code="MN", timezone=country.timezone, created_at=opening.now)
    record(
        actor=opening.owner,
        action=Action.BUSINESS_OPENED,
        target_type="business",
        target_id=1,
        at=opening.now,
    )
