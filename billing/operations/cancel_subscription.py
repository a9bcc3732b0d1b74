from datetime import datetime

from billing import gateway
from billing.actions import Action
from billing.answers import ask
from billing.asking import enter
from kernel.actors import Actor


def cancel_subscription(*, actor: Actor | None, tenant_id: int, now: datetime, by: str) -> None:
    """No further period is paid for; until the end of this one everything works. On the public schema.

    NotSubscribed.
    """
    gateway.cancel_at_period_end(ask(tenant_id).paid)
    enter(tenant_id, actor=actor, by=by, action=Action.SUBSCRIPTION_CANCELLED, now=now)
