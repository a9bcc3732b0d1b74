from django.db import models
from django.db.models import Q

from kernel.grants import EDITED

NAME_LENGTH = 80


class ApiKey(models.Model):
    """A machine's way in, as a person and within `scopes` (permissions). Of its secret only a digest is kept."""

    grants = EDITED

    person = models.ForeignKey("people.User", models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=NAME_LENGTH)
    prefix = models.CharField(max_length=8, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField()
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    rotated_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="rotated_to")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="api_key_named"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="api_key_digest_only"),
        ]

    def __str__(self) -> str:
        return self.prefix
