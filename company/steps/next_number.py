from django.db import connection

from kernel.transactions import require_transaction

_NEXT = "SELECT company_next_number(%s, %s, %s)"


def next_number(*, outlet_id: int, series: str, fiscal_year: str) -> int:
    """The next number of the series, without gaps: one statement. Nobody can set a series otherwise.

    It locks the series' row until the transaction ends, so it is the last lock that an operation takes. A transaction
    that is rolled back gives its number back. The database enforces the rest: an entry must carry the last number of
    its series (function ledger_admit_entry), and posted entries stay. `manage.py prove` looks for gaps all the same.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [outlet_id, series, fiscal_year])
        return int(cursor.fetchone()[0])
