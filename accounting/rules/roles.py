"""What an account is for: postings name roles, the chart of accounts says which account plays each."""

from enum import StrEnum


class AccountRole(StrEnum):
    """Each is played by one account of the chart."""

    BANK = "bank"
    CARD_CLEARING = "card_clearing"
    CASH = "cash"
    COGS = "cogs"
    INVENTORY = "inventory"
    MOBILE_CLEARING = "mobile_clearing"
    OPENING_EQUITY = "opening_equity"
    OUTPUT_TAX = "output_tax"
    RETAINED_EARNINGS = "retained_earnings"
    SALES = "sales"
