from accounting.models.account import Account
from accounting.models.account_total import AccountTotal
from accounting.models.journal import JournalEntry, JournalLine
from accounting.models.period import Period
from accounting.models.tax import TaxCode, TaxRate

__all__ = ["Account", "AccountTotal", "JournalEntry", "JournalLine", "Period", "TaxCode", "TaxRate"]
