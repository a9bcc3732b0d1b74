from django.db import connection

from kernel.transactions import require_transaction

_NEXT = "SELECT company_next_number(%s, %s, %s)"


def next_number(*, outlet_id: int, series: str, fiscal_year: str) -> int:
    """The next number of the series, without gaps: one statement. Nobody can set a series otherwise.

    It locks the series' row until the transaction ends, so it is the last lock that an operation takes.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [outlet_id, series, fiscal_year])
        return int(cursor.fetchone()[0])
