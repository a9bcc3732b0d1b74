"""Which accounts an event touches: one pure function for each kind of document (the table in docs/ledger.md)."""

from accounting.ledger.rules.postings.opening_stock import opening_stock
from accounting.ledger.rules.postings.sale import sale

__all__ = ["opening_stock", "sale"]
