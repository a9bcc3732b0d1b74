from django.db import models

from kernel.grants import LISTED
from kernel.ids import new_id


class Backup(models.Model):
    """A copy of a business, from which it can be restored. `path` is its place in the private storage."""

    grants = LISTED

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey("life.Tenant", models.CASCADE, related_name="backups")
    made_at = models.DateTimeField()
    path = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="backup_oldest")]

    def __str__(self) -> str:
        return f"{self.tenant} {self.made_at:%Y-%m-%d %H:%M}"
