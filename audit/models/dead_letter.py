from django.db import models

from kernel.grants import EDITED
from kernel.ids import new_id


class DeadLetter(models.Model):
    """Work that failed too often: kept, shown to operators, retried by hand.

    Letters of all businesses lie in the public schema, so `tenant_schema` is text and the payload holds ids only.
    """

    grants = EDITED

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_schema = models.CharField(max_length=63)
    event_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    handler = models.CharField(max_length=120)
    payload = models.JSONField()
    error = models.TextField()
    attempts = models.PositiveSmallIntegerField()
    failed_at = models.DateTimeField()
    retried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "handler"], name="audit_dead_letter_once")]
        indexes = [models.Index(fields=["-failed_at"], name="audit_dead_letter_newest")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.handler}"
