from accounting.ledger.steps.post_journal import post_journal
from accounting.ledger.steps.posting_context import PostingContext, posting_context

__all__ = ["PostingContext", "post_journal", "posting_context"]
