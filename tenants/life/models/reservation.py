from django.db import models
from django.db.models import Q

from kernel.grants import FREE


class Reservation(models.Model):
    """A name that belongs to a business, or rests after one gave it up. The unique row is what decides a race."""

    grants = FREE

    name = models.CharField(max_length=40, unique=True)
    tenant = models.ForeignKey("life.Tenant", models.CASCADE, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tenant__isnull=True, released_at__isnull=False)
                | Q(tenant__isnull=False, released_at__isnull=True),
                name="reservation_held_or_released",
            ),
        ]

    def __str__(self) -> str:
        return self.name
