from datetime import datetime

from billing import gateway
from billing.actions import Action
from billing.answers import ask
from billing.asking import enter
from kernel.actors import Actor


def keep_subscription(*, actor: Actor | None, tenant_id: int, now: datetime, by: str) -> None:
    """Take back a cancellation, or a change that waits for the period's end. On the public schema. NotSubscribed."""
    gateway.keep_as_it_is(ask(tenant_id).paid)
    enter(tenant_id, actor=actor, by=by, action=Action.SUBSCRIPTION_KEPT, now=now)
