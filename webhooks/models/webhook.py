from django.db import models
from django.db.models import Q

from kernel.grants import FREE
from kernel.ids import new_id
from webhooks.enums import DeliveryState


class WebhookEndpoint(models.Model):
    """A system of the business's own that hears of events. Its secret signs what it is sent.

    `failing_since` is the first failure since something last arrived. For a day after a rotation the previous secret
    signs as well. Nobody sends to it before `rests_until`: somebody does already, or nobody answered there just now.
    """

    grants = FREE

    url = models.CharField(max_length=500)
    events = models.JSONField()
    secret = models.CharField(max_length=80)
    previous_secret = models.CharField(max_length=80, blank=True, default="")
    previous_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_because = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One event on its way to one endpoint, with what came of the last attempt.

    `body` is exactly what is signed and sent. While it waits, `next_attempt_at` is when a worker may try; it
    moves the moment ahead first, so that no two try at once and a try that died is made again. `response` is at most a
    kilobyte.
    """

    grants = FREE

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries")
    event_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    body = models.TextField()
    state = models.CharField(max_length=20, choices=[(state.value, state.value.title()) for state in DeliveryState])
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    attempted_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    response = models.CharField(max_length=1024, blank=True, default="")
    error = models.CharField(max_length=200, blank=True, default="")
    milliseconds = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event_id"], name="webhook_delivery_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING.value, next_attempt_at__isnull=False)
                | (~Q(state=DeliveryState.WAITING.value) & Q(next_attempt_at__isnull=True)),
                name="webhook_delivery_waits_until",
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_attempt_at"],
                name="webhook_delivery_next",
                condition=Q(next_attempt_at__isnull=False),
            ),
            models.Index(fields=["endpoint", "-created_at"], name="webhook_delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
