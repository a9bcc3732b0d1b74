"""The chart of accounts that every business has, and the account that each way of paying goes to.

A posting that is new needs its role here; accounting.ledger.steps.ensure_accounts gives it to businesses that exist.
"""

from dataclasses import dataclass

from accounting.ledger.enums import AccountKind, AccountRole, TenderMethod


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One account: code, name, kind and, if postings go to it, its role."""

    code: str
    name: str
    kind: AccountKind
    role: str


_A, _L, _Q, _I, _X = (
    AccountKind.ASSET,
    AccountKind.LIABILITY,
    AccountKind.EQUITY,
    AccountKind.INCOME,
    AccountKind.EXPENSE,
)

CHART: tuple[ChartLine, ...] = (
    ChartLine("1000", "Cash on hand", _A, AccountRole.CASH),
    ChartLine("1010", "Bank", _A, AccountRole.BANK),
    ChartLine("1020", "Card clearing", _A, AccountRole.CARD_CLEARING),
    ChartLine("1030", "Mobile money clearing", _A, AccountRole.MOBILE_CLEARING),
    ChartLine("1200", "Inventory", _A, AccountRole.INVENTORY),
    ChartLine("3000", "Opening balance equity", _Q, AccountRole.OPENING_EQUITY),
    ChartLine("3100", "Retained earnings", _Q, AccountRole.RETAINED_EARNINGS),
    ChartLine("4000", "Sales", _I, AccountRole.SALES),
    ChartLine("5000", "Cost of goods sold", _X, AccountRole.COGS),
)

ACCOUNT_OF_TENDER: dict[TenderMethod, AccountRole] = {
    TenderMethod.CASH: AccountRole.CASH,
    TenderMethod.CARD: AccountRole.CARD_CLEARING,
    TenderMethod.MOBILE: AccountRole.MOBILE_CLEARING,
}
