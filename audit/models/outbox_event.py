from django.db import models

from kernel.grants import FREE
from kernel.ids import new_id


class OutboxEvent(models.Model):
    """Something that happened, written with it in one transaction and relayed to Celery after the commit."""

    grants = FREE

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    relayed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="audit_outbox_waiting", condition=models.Q(relayed_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
