from datetime import datetime

from accounting.steps.open_books import open_books
from audit.steps import record
from company.rules.countries import COUNTRIES
from company.steps import open_company
from kernel.actors import Actor
from kernel.errors import InvalidInput


def open_business(*, name: str, country: str, owner: Actor, now: datetime) -> None:
    """What a fresh schema is given when a business signs up (settings.TENANT_OPENING_STEP): seven statements.

    `country` is a key of company.rules.countries.COUNTRIES; InvalidInput when it isn't.
    """
    where = COUNTRIES.get(country)
    if where is None:
        raise InvalidInput(errors={"country": ["Businesses can't be opened there yet."]})
    open_company(name=name, country=where, now=now)
    open_books(tax_set=where.tax_set)
    record(actor=owner, action="company.business.opened", target_type="business", target_id=1, at=now)
