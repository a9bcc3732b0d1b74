from django.db import models
from django.db.models.functions import Now

from kernel.grants import TAKEN


class SpareSchema(models.Model):
    """A schema that waits for the next sign-up, made from the template with this fingerprint."""

    grants = TAKEN.and_update("made_at")

    schema_name = models.CharField(max_length=63, unique=True)
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["fingerprint", "id"], name="spare_schema_next")]

    def __str__(self) -> str:
        return self.schema_name
