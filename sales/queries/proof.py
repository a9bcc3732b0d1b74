"""What a nightly proof asks of the receipts."""

from typing import Any

from kernel.rows import fetch_all

_GAPS = """
    SELECT outlet_id, fiscal_year, max(serial), count(*) FROM sales_sale
     GROUP BY outlet_id, fiscal_year HAVING max(serial) <> count(*) OR min(serial) <> 1
"""


def series_with_gaps() -> list[tuple[Any, ...]]:
    """(outlet, financial year, last serial, receipts) where a receipt number is missing; empty when all is well."""
    return fetch_all(_GAPS)
