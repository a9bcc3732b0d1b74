from accounting.ledger.models.account import Account
from accounting.ledger.models.account_day import AccountDay
from accounting.ledger.models.journal import JournalEntry, JournalLine
from accounting.ledger.models.period import Period, PeriodChange
from accounting.ledger.models.source_type import SourceType
from accounting.ledger.models.tender_account import TenderAccount

__all__ = [
    "Account",
    "AccountDay",
    "JournalEntry",
    "JournalLine",
    "Period",
    "PeriodChange",
    "SourceType",
    "TenderAccount",
]
