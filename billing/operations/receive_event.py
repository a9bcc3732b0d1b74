"""What Stripe tells: each event makes us ask Stripe how things are, and has its effect once."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import structlog
from django.db.models import F

from audit.authors import STRIPE, Author
from audit.steps import record
from billing.actions import Action
from billing.answers import Answer, Overtaken
from billing.asking import ask_and_write
from billing.gateway import verified_event
from billing.models import StripeEvent, Subscription
from billing.steps.lock import lock_subscription
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
    act_on(event, actor=STRIPE, now=now)


def act_on(event: ReceivedEvent, *, actor: Actor | Author, now: datetime) -> None:
    """Act on an event, for Stripe or for an operator; a failure is written down, then raised."""
    try:
        if _count_if_done(event):
            return
        tenant_id = _tenant_of(event)
        write = partial(receive_event, actor=actor, event=event, tenant_id=tenant_id, now=now)
        if tenant_id is None:
            write(answer=None)
        else:
            ask_and_write(tenant_id, lambda answer: write(answer=answer))
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:_ERROR_LENGTH]
        log.exception("stripe_event_failed", stripe_event=event.id, kind=event.kind)
        run_in_transaction(lambda: _write_down(event, now, problem))
        raise


@operation
def receive_event(
    *, actor: Actor | Author, event: ReceivedEvent, tenant_id: int | None, answer: Answer | None, now: datetime
) -> None:
    """Bring the business's subscription to what Stripe answered and keep the event, in one transaction. Overtaken.

    A second delivery is counted and does nothing more. An event about an unknown customer is kept and does nothing.
    """
    subscription = lock_subscription(tenant_id) if tenant_id is not None else None
    kept, fresh = StripeEvent.objects.get_or_create(
        event_id=event.id, defaults={**_defaults(event, now), "tenant_id": tenant_id}
    )
    if not fresh:
        StripeEvent.objects.filter(pk=kept.pk).update(deliveries=F("deliveries") + 1)
        if kept.done_at:
            return
    if subscription:
        if answer is None or answer.version != subscription.version:
            raise Overtaken
        sync(subscription, answer, actor=actor, now=now)
    StripeEvent.objects.filter(pk=kept.pk).update(done_at=now, error="", tenant_id=tenant_id)
    record(
        actor=actor,
        action=Action.STRIPE_EVENT_RECEIVED,
        target_type="billing.stripeevent",
        target_id=kept.pk,
        changes={"kind": event.kind},
        at=now,
    )


def _count_if_done(event: ReceivedEvent) -> bool:
    """Whether the event had its effect before: one more delivery is counted, Stripe isn't asked. One statement."""
    done = StripeEvent.objects.filter(event_id=event.id, done_at__isnull=False)
    return bool(done.update(deliveries=F("deliveries") + 1))


def _tenant_of(event: ReceivedEvent) -> int | None:
    """Whose customer it is about; None when we know no such customer."""
    if not event.customer_id:
        return None
    return Subscription.objects.filter(stripe_customer_id=event.customer_id).values_list("tenant_id", flat=True).first()


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
