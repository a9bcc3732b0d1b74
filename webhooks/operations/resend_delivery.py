from datetime import datetime
from uuid import UUID

from audit.steps import record
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission
from kernel.transactions import operation
from webhooks.actions import Action
from webhooks.enums import DeliveryState
from webhooks.errors import EndpointOff
from webhooks.models import WebhookDelivery, WebhookEndpoint
from webhooks.steps.hand_over import hand_over


@operation
def resend_delivery(*, actor: Actor, delivery_id: UUID, now: datetime) -> WebhookDelivery:
    """Send a delivery once more, whatever came of it, with all its attempts before it. NotFound, EndpointOff."""
    actor.require(Permission.WEBHOOKS_ENDPOINT_WRITE)
    delivery = (
        WebhookDelivery.objects.select_for_update(of=("self",))
        .select_related("endpoint")
        .filter(pk=delivery_id)
        .first()
    )
    if delivery is None:
        raise NotFound
    if delivery.endpoint.disabled_at:
        raise EndpointOff
    delivery.state, delivery.attempts, delivery.next_attempt_at = DeliveryState.WAITING, 0, now
    delivery.save(update_fields=["state", "attempts", "next_attempt_at"])
    record(
        actor=actor,
        action=Action.DELIVERY_RESENT,
        target_type="webhooks.webhookdelivery",
        target_id=delivery.pk,
        changes={"event": str(delivery.event_id)},
        at=now,
    )
    # Who asks for it has perhaps mended the endpoint: it needn't rest any longer.
    WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(rests_until=None)
    hand_over(delivery.endpoint_id, now)
    return delivery
