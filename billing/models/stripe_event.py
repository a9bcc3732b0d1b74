from django.db import models

from kernel.grants import FREE


class StripeEvent(models.Model):
    """A webhook that came in, written in the transaction of its effect; the unique id makes a second one harmless.

    `tenant` is null for an event about nobody that we know. An event whose effect failed was rolled back with it:
    its row says so in `error`, written afterwards, and `done_at` stays null until Stripe or an operator sends it again.
    """

    grants = FREE

    event_id = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=80)
    customer_id = models.CharField(max_length=64, blank=True, default="")
    object_id = models.CharField(max_length=64, blank=True, default="")
    tenant = models.ForeignKey("life.Tenant", models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    deliveries = models.PositiveIntegerField(default=1)
    error = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["-received_at"], name="billing_event_newest"),
            models.Index(fields=["tenant", "-received_at"], name="billing_event_of_tenant"),
            models.Index(fields=["received_at"], name="billing_event_undone", condition=models.Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
