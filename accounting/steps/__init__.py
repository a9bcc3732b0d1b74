from accounting.steps.post_journal import post_journal
from accounting.steps.posting_context import PostingContext, posting_context

__all__ = ["PostingContext", "post_journal", "posting_context"]
