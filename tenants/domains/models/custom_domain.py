from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from kernel.grants import FREE


class CustomDomain(models.Model):
    """A business's claim to a host of its own; while `verified_at` is set, the host is a Domain as well.

    Any number of businesses may claim a host, one may have it. `problem` is what the last check found wrong.
    """

    grants = FREE

    tenant = models.ForeignKey("life.Tenant", models.CASCADE, related_name="custom_domains")
    host = models.CharField(max_length=253)
    token = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "claimed domain"
        constraints = [
            models.CheckConstraint(condition=Q(host=Lower("host")), name="custom_domain_lower"),
            models.UniqueConstraint(fields=["tenant", "host"], name="custom_domain_claimed_once"),
            models.UniqueConstraint(
                fields=["host"], condition=Q(verified_at__isnull=False), name="custom_domain_verified_once"
            ),
        ]
        indexes = [models.Index(fields=["next_check_at"], name="custom_domain_next_check")]

    def __str__(self) -> str:
        return self.host
