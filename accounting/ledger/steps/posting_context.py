from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db import connection

from accounting.ledger.errors import PeriodClosed
from accounting.ledger.models import Period
from company.rules.fiscal_year import fiscal_year
from kernel.transactions import require_transaction

_CONTEXT = """
    SELECT business.currency, business.prices_include_tax, business.year_starts_in, period.id, period.is_open
      FROM company_business AS business
      LEFT JOIN ledger_period AS period ON period.starts_on = %s
"""


@dataclass(frozen=True, slots=True)
class PostingContext:
    """What a document of a day needs to know before it is posted."""

    currency: str
    prices_include_tax: bool
    fiscal_year: str
    period_id: int


def posting_context(day: date) -> PostingContext:
    """One statement (two in the first posting of a month). PeriodClosed when the month is."""
    require_transaction()
    month = day.replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(_CONTEXT, [month])
        currency, prices_include_tax, year_starts_in, period_id, is_open = cursor.fetchone()
    year = fiscal_year(day, year_starts_in)
    if period_id is None:
        period_id, is_open = _open_period(month, year)
    if not is_open:
        raise PeriodClosed(f"The books of {month:%B %Y} are closed.")
    return PostingContext(currency, prices_include_tax, year, period_id)


def _open_period(month: date, year: str) -> tuple[int, bool]:
    if Period.objects.filter(starts_on__gt=month, is_open=False).exists():
        raise PeriodClosed(f"Books after {month:%B %Y} are closed.")
    last = month.replace(day=monthrange(month.year, month.month)[1])
    period, _ = Period.objects.get_or_create(starts_on=month, defaults={"ends_on": last, "fiscal_year": year})
    return period.pk, period.is_open
