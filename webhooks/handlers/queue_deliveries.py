"""From an event to the endpoints that want to hear of it: the handler of every kind in webhooks.enums."""

import json
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from audit.context import Delivered, delivered
from audit.queries.events import occurred_at
from billing.queries.entitlements import has_feature
from kernel.entitlements import Feature
from kernel.schemas import current_schema
from kernel.transactions import run_in_transaction
from tenants.life.queries.tenants import tenant_by_schema
from webhooks.queries.webhooks import subscribed_endpoints
from webhooks.steps.queue_delivery import queue_delivery


def queue_deliveries(**payload: Any) -> None:  # noqa: ANN401 (an event's payload)
    """Write down what is to be sent where; called again for the same event, it adds nothing.

    An endpoint hears of what happened since it was made.
    """
    event, now = delivered.get(), timezone.now()
    wanted = subscribed_endpoints(event.kind)
    if not wanted or not _in_plan():
        return
    moment = occurred_at(event.event_id) or now
    endpoint_ids = [pk for pk, since in wanted if since <= moment]
    body = _body(event, moment, payload)
    run_in_transaction(partial(_queue, event, body, endpoint_ids, now))


def _in_plan() -> bool:
    return has_feature(tenant_by_schema(current_schema()).pk, Feature.WEBHOOKS)


def _body(event: Delivered, moment: datetime, payload: dict[str, Any]) -> str:
    content = {"id": str(event.event_id), "type": event.kind, "created_at": moment.isoformat(), "data": payload}
    return json.dumps(content, separators=(",", ":"))


def _queue(event: Delivered, body: str, endpoint_ids: list[int], now: datetime) -> None:
    for endpoint_id in endpoint_ids:
        queue_delivery(endpoint_id=endpoint_id, event_id=event.event_id, kind=event.kind, body=body, now=now)
