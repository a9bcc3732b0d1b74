"""What a nightly proof asks of a business: all is well when every answer is empty."""

from typing import Any

from accounting.ledger.queries.proof import misdated_lines, totals_that_differ, unbalanced_outlets
from inventory.stock.queries.proof import batches_off_movements, days_off_movements, stock_off_batches, stock_off_ledger
from kernel.rows import fetch_all

_GAPS = """
    SELECT outlet_id, fiscal_year, max(serial), count(*) FROM selling_sale
     GROUP BY outlet_id, fiscal_year HAVING max(serial) <> count(*) OR min(serial) <> 1
"""


def series_with_gaps() -> list[tuple[Any, ...]]:
    """(outlet, financial year, last serial, receipts) where a receipt number is missing."""
    return fetch_all(_GAPS)


def findings() -> dict[str, Any]:
    """Everything that is wrong with books, stock and receipts, by what was asked; empty when all is well.

    Ten statements over whole tables: for a command or the night, not for a page.
    """
    asked = {
        "debits and credits differ at an outlet": unbalanced_outlets(),
        "account totals differ from the journal lines": totals_that_differ(),
        "batches differ from their movements": batches_off_movements(),
        "location stock differs from the batches": stock_off_batches(),
        "a day's stock total differs from its movements": days_off_movements(),
        "stock value differs from the inventory account on a day": stock_off_ledger(),
        "a journal line is dated otherwise than its entry": misdated_lines(),
        "receipt numbers have gaps": series_with_gaps(),
    }
    return {question: answer for question, answer in asked.items() if answer}
