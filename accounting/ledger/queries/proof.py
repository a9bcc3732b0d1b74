"""What a nightly proof asks of the books: every answer is empty when they are right."""

from datetime import date
from typing import Any

from kernel.rows import fetch_all

_TOTALS = """
    SELECT account_id, outlet_id, date, sum(debit), sum(credit)
      FROM (
        SELECT account_id, outlet_id, date, debit, credit FROM ledger_accountday
        UNION ALL
        SELECT account_id, outlet_id, date, -debit, -credit FROM ledger_journalline
      ) AS part
     GROUP BY account_id, outlet_id, date
    HAVING sum(debit) <> 0 OR sum(credit) <> 0
"""
_UNBALANCED = """
    SELECT outlet_id, sum(debit) - sum(credit) FROM ledger_journalline
     GROUP BY outlet_id HAVING sum(debit) <> sum(credit)
"""
_ACCOUNT = """
    SELECT total.outlet_id, total.date, sum(total.debit - total.credit)::bigint
      FROM ledger_accountday AS total JOIN ledger_account AS account ON account.id = total.account_id
     WHERE account.role = %s GROUP BY total.outlet_id, total.date
"""
_MISDATED = """
    SELECT entry.id, entry.date, line.date
      FROM ledger_journalentry AS entry JOIN ledger_journalline AS line ON line.entry_id = entry.id
     WHERE line.date <> entry.date
"""


def totals_that_differ() -> list[tuple[Any, ...]]:
    """(account, outlet, day, debit, credit) by which the day totals are off the lines."""
    return fetch_all(_TOTALS)


def unbalanced_outlets() -> list[tuple[Any, ...]]:
    """(outlet, debits less credits) where the journal doesn't balance."""
    return fetch_all(_UNBALANCED)


def misdated_lines() -> list[tuple[Any, ...]]:
    """(entry, its date, a line's date) where the two differ."""
    return fetch_all(_MISDATED)


def changes_by_day(role: str) -> dict[tuple[int, date], int]:
    """Debits less credits of the account with the role, by outlet and day, in minor units."""
    return {(outlet_id, day): amount for outlet_id, day, amount in fetch_all(_ACCOUNT, [role])}
