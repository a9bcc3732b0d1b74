from django.db import models

from kernel.grants import DERIVED


class StockDocument(models.Model):
    """What a document moved at an outlet: signed value in minor units. Written by the trigger that applies movements.

    Unique, so that a document's goods move at an outlet in one statement and none come later. Trigger
    stock_document_posted holds it to the document's entry.
    """

    grants = DERIVED

    source_type = models.ForeignKey(
        "ledger.SourceType", models.PROTECT, related_name="stock_documents", db_column="source_type", db_index=False
    )
    source_id = models.UUIDField()
    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="stock_documents", db_index=False)
    date = models.DateField()
    value = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_id", "outlet", "source_type"], name="stock_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_type_id} {self.source_id}: {self.value}"
