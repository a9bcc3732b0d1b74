"""The words of the books that rules use; the database enforces them too."""

from enum import StrEnum


class AccountKind(StrEnum):
    """The five kinds of account; assets and expenses normally stand in debit, the others in credit."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class TenderMethod(StrEnum):
    """How a sale is paid."""

    CASH = "cash"
    CARD = "card"
    MOBILE = "mobile"

    @property
    def label(self) -> str:
        return {"cash": "Cash", "card": "Card", "mobile": "Mobile money"}[self]


class AccountRole(StrEnum):
    """What an account is for: postings name roles, the chart says which account plays each.

    Accounts for a tax have roles of their own, made of the component's name (accounting.tax.rules.accounts).
    """

    BANK = "bank"
    CARD_CLEARING = "card_clearing"
    CASH = "cash"
    COGS = "cogs"
    INVENTORY = "inventory"
    MOBILE_CLEARING = "mobile_clearing"
    OPENING_EQUITY = "opening_equity"
    RETAINED_EARNINGS = "retained_earnings"
    SALES = "sales"
