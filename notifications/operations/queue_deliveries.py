"""From an event to the endpoints that want to hear of it: the handler of every kind in notifications.enums."""

import json
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from audit.context import Delivered, delivered
from audit.queries.events import occurred_at
from billing.queries.standing import standing_of
from kernel.entitlements import Feature
from kernel.schemas import current_schema
from kernel.transactions import run_in_transaction
from notifications.enums import DeliveryState
from notifications.models import WebhookDelivery, WebhookEndpoint
from notifications.steps.hand_over import hand_over
from tenants.queries.tenants import tenant_by_schema


def queue_deliveries(**payload: Any) -> None:  # noqa: ANN401 (an event's payload)
    """Write down what is to be sent where; called again for the same event, it adds nothing."""
    event = delivered.get()
    wanted = [
        pk
        for pk, kinds in WebhookEndpoint.objects.filter(disabled_at=None).values_list("pk", "events")
        if event.kind in kinds
    ]
    if wanted and _in_plan():
        run_in_transaction(partial(_queue, event, payload, wanted, timezone.now()))


def _in_plan() -> bool:
    standing = standing_of(tenant_by_schema(current_schema()).pk)
    return standing is not None and Feature.WEBHOOKS in standing.entitlements.features


def _queue(event: Delivered, payload: dict[str, Any], endpoint_ids: list[int], now: datetime) -> None:
    moment = occurred_at(event.event_id) or now
    content = {"id": str(event.event_id), "type": event.kind, "created_at": moment.isoformat(), "data": payload}
    body = json.dumps(content, separators=(",", ":"))
    for endpoint_id in endpoint_ids:
        delivery, made = WebhookDelivery.objects.get_or_create(
            endpoint_id=endpoint_id,
            event_id=event.event_id,
            defaults={
                "kind": event.kind,
                "body": body,
                "state": DeliveryState.WAITING,
                "created_at": now,
                "next_attempt_at": now,
            },
        )
        if made:
            hand_over(delivery.pk)
