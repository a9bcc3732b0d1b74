from django.db import models
from django.db.models import Q

from kernel.entitlements import Meter
from kernel.grants import LISTED

_METERS = [(meter.value, meter.label) for meter in Meter]
_WORDS = [meter.value for meter in Meter]


class UsageRecord(models.Model):
    """What a meter showed when it was read; append-only by trigger but for `pushed_at`. A reading that shows what the
    last one showed isn't written. `period` is the month ("2026-11") of a meter that starts anew every month, else "".
    """

    grants = LISTED.and_update("pushed_at")

    tenant = models.ForeignKey("life.Tenant", models.CASCADE, related_name="+")
    meter = models.CharField(max_length=20, choices=_METERS)
    period = models.CharField(max_length=7, blank=True, default="")
    used = models.BigIntegerField()
    added = models.BigIntegerField()
    read_at = models.DateTimeField()
    pushed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(meter__in=_WORDS), name="billing_usage_meter_known")]
        indexes = [
            models.Index(fields=["tenant", "meter", "period", "-id"], name="billing_usage_newest"),
            models.Index(fields=["id"], name="billing_usage_unpushed", condition=models.Q(pushed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.meter} {self.used}"


class QuotaNotice(models.Model):
    """That a business was notified of a threshold (per cent): the unique row is why it is once.

    Removed when the use falls below it again, so that the next time counts as new.
    """

    grants = LISTED

    tenant = models.ForeignKey("life.Tenant", models.CASCADE, related_name="+")
    meter = models.CharField(max_length=20, choices=_METERS)
    period = models.CharField(max_length=7, blank=True, default="")
    threshold = models.PositiveSmallIntegerField()
    used = models.BigIntegerField()
    allowed = models.BigIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "meter", "period", "threshold"], name="billing_quota_notice_once"
            ),
            models.CheckConstraint(condition=Q(meter__in=_WORDS), name="billing_quota_notice_meter_known"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.meter} {self.threshold}%"
