from calendar import monthrange
from datetime import date

from django.db import connection

from kernel.transactions import require_transaction

_OPEN = """
    INSERT INTO ledger_period (starts_on, ends_on, fiscal_year, is_open)
    VALUES (%(first)s, %(last)s, company_fiscal_year(%(first)s), true) ON CONFLICT (starts_on) DO NOTHING
"""


def open_period(day: date) -> int:
    """The period of the day, begun if it is the first posting of its month: two statements. PeriodClosed."""
    require_transaction()
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"first": first, "last": last})
        cursor.execute("SELECT id FROM ledger_period WHERE starts_on = %s", [first])
        return int(cursor.fetchone()[0])
