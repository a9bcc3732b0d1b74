from datetime import datetime

from billing.models import StripeEvent
from billing.operations.receive_event import ReceivedEvent, act_on
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.operators import require_operator


def replay_event(*, actor: Actor, event_pk: int, now: datetime) -> None:
    """An operator has an event acted on again, whether it was before or not. On the public schema."""
    require_operator(actor)
    kept = StripeEvent.objects.filter(pk=event_pk).first()
    if kept is None:
        raise NotFound
    StripeEvent.objects.filter(pk=kept.pk).update(done_at=None)
    event = ReceivedEvent(kept.event_id, kept.kind, kept.customer_id, kept.object_id, kept.made_at)
    act_on(event, actor=actor, now=now)
