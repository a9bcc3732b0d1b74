from django.db import models

from kernel.grants import FREE


class IdempotencyKey(models.Model):
    """A request that was claimed, and the answer it got: written in the transaction of its effect."""

    grants = FREE

    actor = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(null=True)
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], nulls_distinct=False, name="audit_idempotency_key_once")
        ]

    def __str__(self) -> str:
        return self.key
