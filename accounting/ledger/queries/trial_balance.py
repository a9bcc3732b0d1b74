from dataclasses import dataclass
from datetime import date

from django.db import connection

from company.scope import Scope
from kernel.permissions import Permission

_BALANCE = """
    SELECT account.code, account.name, account.kind, sum(total.debit)::bigint, sum(total.credit)::bigint
      FROM ledger_accountday AS total JOIN ledger_account AS account ON account.id = total.account_id
     WHERE total.date <= %(as_of)s AND total.outlet_id = ANY (%(outlets)s)
     GROUP BY account.code, account.name, account.kind
     ORDER BY account.code
"""


@dataclass(frozen=True, slots=True)
class TrialBalanceRow:
    """An account's balance, in minor units, on the side where it stands."""

    code: str
    name: str
    kind: str
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """All accounts that were posted to. Total debits equal total credits, or the books are wrong."""

    as_of: date
    rows: tuple[TrialBalanceRow, ...]

    @property
    def total_debit(self) -> int:
        return sum(row.debit for row in self.rows)

    @property
    def total_credit(self) -> int:
        return sum(row.credit for row in self.rows)


def trial_balance(scope: Scope, *, as_of: date) -> TrialBalance:
    """Balances at the end of the day `as_of` of the outlets in view. One statement. NotAllowed."""
    scope.require(Permission.BOOKS_REPORT_READ)
    with connection.cursor() as cursor:
        cursor.execute(_BALANCE, {"as_of": as_of, "outlets": list(scope.outlet_ids)})
        rows = cursor.fetchall()
    return TrialBalance(as_of, tuple(_row(*row) for row in rows))


def _row(code: str, name: str, kind: str, debit: int, credit: int) -> TrialBalanceRow:
    net = debit - credit
    return TrialBalanceRow(code, name, kind, max(net, 0), max(-net, 0))
