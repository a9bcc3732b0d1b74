from django.db import models
from django.db.models import Q

from kernel.grants import FREE
from kernel.ids import new_id
from tenants.archives.enums import ExportState


class DataExport(models.Model):
    """An archive of everything that a business has here. `path` is its place in the private storage."""

    grants = FREE

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey("life.Tenant", models.CASCADE, related_name="data_exports")
    state = models.CharField(
        max_length=10,
        default=ExportState.PENDING,
        choices=[(state.value, state.value) for state in ExportState],
    )
    requested_by = models.CharField(max_length=150)
    email = models.EmailField(max_length=254, blank=True)
    requested_at = models.DateTimeField()
    path = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    is_last = models.BooleanField(default=False)
    """Made when the business was deleted."""

    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "export"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ExportState]), name="data_export_state_known"
            ),
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(state=ExportState.PENDING), name="data_export_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="data_export_expiring")]

    def __str__(self) -> str:
        return f"{self.tenant} {self.requested_at:%Y-%m-%d}"
