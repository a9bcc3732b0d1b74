from accounting.queries.journal import accounts, journal_entries, periods
from accounting.queries.tax_codes import TaxCodeInfo, tax_code_ids, tax_codes
from accounting.queries.trial_balance import TrialBalance, TrialBalanceRow, trial_balance

__all__ = [
    "TaxCodeInfo",
    "TrialBalance",
    "TrialBalanceRow",
    "accounts",
    "journal_entries",
    "periods",
    "tax_code_ids",
    "tax_codes",
    "trial_balance",
]
