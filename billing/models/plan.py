"""What a business may subscribe to. The first rows are billing.rules.offer's; from then on the rows are the truth, so
that a plan is added or retired without a release.
"""

from django.db import models
from django.db.models import Q

from billing.enums import Interval
from kernel.entitlements import Feature, Meter
from kernel.grants import FIXED

_METERS = [meter.value for meter in Meter]
_FEATURES = [feature.value for feature in Feature]


class Plan(models.Model):
    """`limits` maps each kernel.entitlements.Meter to a whole number or null (no limit); `features` are words of
    kernel.entitlements.Feature. A retired plan isn't offered any more; a business that has it keeps it.
    """

    grants = FIXED

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=60)
    summary = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(unique=True)
    limits = models.JSONField()
    features = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(limits__has_keys=_METERS), name="billing_plan_limits_every_meter"),
            models.CheckConstraint(condition=Q(features__contained_by=_FEATURES), name="billing_plan_features_known"),
        ]

    def __str__(self) -> str:
        return self.name


class PlanPrice(models.Model):
    """An amount in minor units for a month or a year. A plan without prices is free.

    A price never changes, because subscribers pay it: it is retired and another one made.
    """

    grants = FIXED.and_update("stripe_price_id")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="prices")
    currency = models.CharField(max_length=3)
    interval = models.CharField(max_length=5, choices=[(value.value, value.value) for value in Interval])
    amount = models.BigIntegerField()
    stripe_price_id = models.CharField(max_length=64, null=True, blank=True, unique=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "currency", "interval"],
                condition=Q(retired_at__isnull=True),
                name="billing_plan_price_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_plan_price_positive"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="billing_plan_price_currency"),
            models.CheckConstraint(
                condition=Q(interval__in=[value.value for value in Interval]), name="billing_plan_price_interval"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.currency} {self.amount} a {self.interval}"

    @property
    def lookup_key(self) -> str:
        """Its name at Stripe."""
        return f"counterfoil-{self.pk}-{self.currency.lower()}-{self.interval}-{self.amount}"
