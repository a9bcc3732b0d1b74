from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.enums import SubscriptionStatus
from kernel.grants import FREE


class Subscription(models.Model):
    """What a business has: one row each, from its first day.

    With a `stripe_subscription_id` everything here is a copy of what Stripe said last (billing.steps.sync); without
    one it is a trial without a card, the free plan, or what is left after a cancellation. `status_since` is the moment
    that the time people are given is counted from: the end of a trial, the date of the unpaid invoice, the end of a
    cancelled subscription.
    """

    grants = FREE

    tenant = models.OneToOneField("life.Tenant", models.CASCADE, related_name="subscription")
    plan = models.ForeignKey("billing.Plan", models.PROTECT, related_name="subscriptions")
    price = models.ForeignKey("billing.PlanPrice", models.PROTECT, null=True, related_name="subscriptions")
    status = models.CharField(max_length=20, choices=[(value.value, value.label) for value in SubscriptionStatus])
    status_since = models.DateTimeField()
    trial_ends_at = models.DateTimeField(null=True)
    period_start = models.DateTimeField(null=True)
    period_end = models.DateTimeField(null=True)
    cancel_at_period_end = models.BooleanField(default=False)
    next_plan = models.ForeignKey("billing.Plan", models.PROTECT, null=True, related_name="+")
    next_price = models.ForeignKey("billing.PlanPrice", models.PROTECT, null=True, related_name="+")
    coupon = models.CharField(max_length=120, blank=True, default="")
    stripe_customer_id = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (null until the first checkout; unique)
    stripe_subscription_id = models.CharField(max_length=64, blank=True, default="")
    stripe_schedule_id = models.CharField(max_length=64, blank=True, default="")
    stripe_ended_id = models.CharField(max_length=64, blank=True, default="")
    """The last subscription whose end was acted upon, so that it is once."""

    version = models.PositiveIntegerField(default=0)
    """Grows with each write (billing.steps.save), so that an answer of Stripe's is known to be overtaken."""

    synced_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[value.value for value in SubscriptionStatus]),
                name="billing_subscription_status_known",
            ),
            models.CheckConstraint(
                condition=Q(stripe_subscription_id="") | Q(stripe_customer_id__isnull=False),
                name="billing_subscription_has_customer",
            ),
        ]
        indexes = [models.Index(fields=["status", "status_since"], name="billing_subscription_ageing")]

    def __str__(self) -> str:
        return f"{self.tenant_id}: {self.plan_id} {self.status}"
