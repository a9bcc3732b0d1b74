from accounting.ledger.models.account import Account
from accounting.ledger.models.account_total import AccountTotal
from accounting.ledger.models.journal import JournalEntry, JournalLine
from accounting.ledger.models.period import Period

__all__ = ["Account", "AccountTotal", "JournalEntry", "JournalLine", "Period"]
