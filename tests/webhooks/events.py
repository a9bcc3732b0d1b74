"""An endpoint, an event that reaches it, and an attempt to deliver it."""

from datetime import UTC, datetime
from uuid import uuid4

from audit.tasks import deliver
from webhooks.enums import WebhookEvent
from webhooks.jobs.attempt_delivery import attempt_delivery
from webhooks.models import WebhookDelivery
from webhooks.operations.create_endpoint import CreateEndpoint, create_endpoint

URL = "https://hooks.example.com/hook"
SALE = WebhookEvent.SALE_RECORDED
START = datetime.now(UTC).replace(microsecond=0)


def make_endpoint(owner, url=URL, events=(SALE,), now=START):
    return create_endpoint(actor=owner, command=CreateEndpoint(url, frozenset(events)), now=now)


def happen(kind=SALE, event_id=None, **payload):
    """An event reaches its handlers; returns its id."""
    event_id = event_id or uuid4()
    handler = "webhooks.handlers.queue_deliveries.queue_deliveries"
    deliver(event_id=str(event_id), kind=kind, handler=handler, payload=payload or {"sale_id": "s", "outlet_id": 1})
    return event_id


def attempt(now=START):
    WebhookDelivery.objects.filter(state="waiting", next_attempt_at__gt=now, attempts=0).update(next_attempt_at=now)
    (delivery,) = WebhookDelivery.objects.all()
    done = attempt_delivery(delivery_id=delivery.pk, now=now) is not None
    delivery.refresh_from_db()
    return done, delivery
