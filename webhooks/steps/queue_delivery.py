from datetime import datetime
from uuid import UUID

from kernel.transactions import require_transaction
from webhooks.enums import DeliveryState
from webhooks.models import WebhookDelivery
from webhooks.steps.hand_over import hand_over


def queue_delivery(*, endpoint_id: int, event_id: UUID, kind: str, body: str, now: datetime) -> None:
    """Write down what is to be sent, and have it sent after the commit. Nothing when it was queued before."""
    require_transaction()
    _delivery, made = WebhookDelivery.objects.get_or_create(
        endpoint_id=endpoint_id,
        event_id=event_id,
        defaults={
            "kind": kind,
            "body": body,
            "state": DeliveryState.WAITING,
            "created_at": now,
            "next_attempt_at": now,
        },
    )
    if made:
        hand_over(endpoint_id, now)
