"""What a nightly proof asks of the books: every answer is empty when they are right."""

from typing import Any

from kernel.rows import fetch_all

_TOTALS = """
    SELECT account_id, outlet_id, period_id, sum(debit), sum(credit)
      FROM (
        SELECT account_id, outlet_id, period_id, debit, credit FROM ledger_accounttotal
        UNION ALL
        SELECT line.account_id, line.outlet_id, entry.period_id, -line.debit, -line.credit
          FROM ledger_journalline AS line JOIN ledger_journalentry AS entry ON entry.id = line.entry_id
      ) AS part
     GROUP BY account_id, outlet_id, period_id
    HAVING sum(debit) <> 0 OR sum(credit) <> 0
"""
_UNBALANCED = """
    SELECT outlet_id, sum(debit) - sum(credit) FROM ledger_journalline
     GROUP BY outlet_id HAVING sum(debit) <> sum(credit)
"""
_ACCOUNT = """
    SELECT total.outlet_id, sum(total.debit - total.credit)::bigint
      FROM ledger_accounttotal AS total JOIN ledger_account AS account ON account.id = total.account_id
     WHERE account.role = %s GROUP BY total.outlet_id
"""


def totals_that_differ() -> list[tuple[Any, ...]]:
    """(account, outlet, period, debit, credit) by which the kept totals are off the lines."""
    return fetch_all(_TOTALS)


def unbalanced_outlets() -> list[tuple[Any, ...]]:
    """(outlet, debits less credits) where the journal doesn't balance."""
    return fetch_all(_UNBALANCED)


def balance_by_outlet(role: str) -> dict[int, int]:
    """Debits less credits of the account with the role, by outlet, in minor units."""
    return dict(fetch_all(_ACCOUNT, [role]))
