from accounting.ledger.queries.journal import accounts, journal_entries, periods
from accounting.ledger.queries.trial_balance import TrialBalance, TrialBalanceRow, trial_balance

__all__ = ["TrialBalance", "TrialBalanceRow", "accounts", "journal_entries", "periods", "trial_balance"]
