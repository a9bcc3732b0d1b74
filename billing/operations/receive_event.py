from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from django.db.models import F

from audit.steps import record
from billing.gateway import verified_event
from billing.models import StripeEvent, Subscription
from billing.steps.sync import sync
from kernel.actors import Actor
from kernel.transactions import operation, run_in_transaction

_ERROR_LENGTH = 2000

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """What a webhook says: that something happened to an object of a customer."""

    id: str
    kind: str
    customer_id: str
    object_id: str
    made_at: datetime


def take_webhook(*, body: bytes, signature: str, now: datetime) -> None:
    """Check a webhook and act on it, once. On the public schema. ForgedEvent.

    When acting on it fails, that is written down for the console, and the error goes on, so that Stripe sends it again.
    """
    event = _read(body, signature)
    act_on(event, actor=None, now=now)


def act_on(event: ReceivedEvent, *, actor: Actor | None, now: datetime) -> None:
    """Act on an event; a failure is written down, then raised."""
    try:
        receive_event(actor=actor, event=event, now=now)
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:_ERROR_LENGTH]
        log.exception("stripe_event_failed", stripe_event=event.id, kind=event.kind)
        run_in_transaction(lambda: _write_down(event, now, problem))
        raise


@operation
def receive_event(*, actor: Actor | None, event: ReceivedEvent, now: datetime) -> None:
    """Bring the customer's subscription up to date and keep the event, in one transaction.

    A second delivery is counted and does nothing more. An event about nobody we know is kept and does nothing.
    """
    subscription = (
        Subscription.objects.select_for_update().filter(stripe_customer_id=event.customer_id).first()
        if event.customer_id
        else None
    )
    tenant_id = subscription.tenant_id if subscription else None
    kept, fresh = StripeEvent.objects.get_or_create(
        event_id=event.id, defaults={**_defaults(event, now), "tenant_id": tenant_id}
    )
    if not fresh:
        StripeEvent.objects.filter(pk=kept.pk).update(deliveries=F("deliveries") + 1)
        if kept.done_at:
            return
    if subscription:
        sync(subscription, now=now)
    StripeEvent.objects.filter(pk=kept.pk).update(done_at=now, error="", tenant_id=tenant_id)
    record(
        actor=actor,
        by="Stripe",
        action="billing.stripe_event.received",
        target_type="billing.stripeevent",
        target_id=kept.pk,
        changes={"kind": event.kind},
        at=now,
    )


def _read(body: bytes, signature: str) -> ReceivedEvent:
    event = verified_event(body, signature)
    thing = event.data.object.to_dict()
    customer = thing.get("id") if thing.get("object") == "customer" else thing.get("customer")
    return ReceivedEvent(
        id=event.id,
        kind=event.type,
        customer_id=str(customer or ""),
        object_id=str(thing.get("id") or ""),
        made_at=datetime.fromtimestamp(event.created, UTC),
    )


def _defaults(event: ReceivedEvent, now: datetime) -> dict[str, object]:
    return {
        "kind": event.kind,
        "customer_id": event.customer_id,
        "object_id": event.object_id,
        "made_at": event.made_at,
        "received_at": now,
    }


def _write_down(event: ReceivedEvent, now: datetime, problem: str) -> None:
    kept, _fresh = StripeEvent.objects.get_or_create(event_id=event.id, defaults=_defaults(event, now))
    if kept.done_at is None:
        StripeEvent.objects.filter(pk=kept.pk).update(error=problem)
