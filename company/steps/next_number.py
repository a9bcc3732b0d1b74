from django.db import connection

from kernel.transactions import require_transaction

_NEXT = """
    INSERT INTO company_numberseries AS series (outlet_id, series, fiscal_year, last_number) VALUES (%s, %s, %s, 1)
    ON CONFLICT (outlet_id, series, fiscal_year) DO UPDATE SET last_number = series.last_number + 1
    RETURNING last_number
"""


def next_number(*, outlet_id: int, series: str, fiscal_year: str) -> int:
    """The next number of the series, without gaps: one statement.

    It locks the series' row until the transaction ends, so it is the last lock that an operation takes. A transaction
    that is rolled back gives its number back. The database enforces the rest: an entry must carry the last number of
    its series (function ledger_admit_entry), and posted entries stay. `manage.py prove` looks for gaps all the same.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [outlet_id, series, fiscal_year])
        return int(cursor.fetchone()[0])
