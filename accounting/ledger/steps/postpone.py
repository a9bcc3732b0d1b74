from dataclasses import replace
from datetime import date

from accounting.ledger.document import Document
from accounting.ledger.steps.open_period import open_period


def postpone(doc: Document, day: date) -> Document:
    """The document posted on `day`, when that is later than its posting day so far; its number and its day stay."""
    if day <= doc.posts_on:
        return doc
    return replace(doc, posts_on=day, period_id=open_period(day))
