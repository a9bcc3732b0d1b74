"""What a nightly proof asks of the receipts."""

from django.db import connection

_GAPS = """
    SELECT outlet_id, fiscal_year, max(serial), count(*) FROM sales_sale
     GROUP BY outlet_id, fiscal_year HAVING max(serial) <> count(*) OR min(serial) <> 1
"""


def series_with_gaps() -> list[tuple[int, str, int, int]]:
    """(outlet, financial year, last serial, receipts) where a receipt number is missing; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(_GAPS)
        return cursor.fetchall()
