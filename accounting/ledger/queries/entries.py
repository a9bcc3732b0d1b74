"""The entry of a document, for rooms above that know the document's kind and id."""

from uuid import UUID

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from accounting.ledger.models import JournalEntry


def entry_of(source_type: str, source_id: UUID) -> UUID | None:
    """The id of a document's entry; None when the document was worth nothing. One statement."""
    found = JournalEntry.objects.filter(source_type=source_type, source_id=source_id).values_list("id", flat=True)
    return found.first()


def entry_number() -> Coalesce:
    """The number of a document's entry, "" when it has none: an annotation of rows with source_type and source_id."""
    of_it = JournalEntry.objects.filter(source_type=OuterRef("source_type"), source_id=OuterRef("source_id"))
    return Coalesce(Subquery(of_it.values("number")[:1]), Value(""), output_field=CharField())
