from datetime import datetime

from audit.authors import Author
from billing import gateway
from billing.actions import Action
from billing.answers import ask
from billing.asking import enter


def cancel_subscription(*, actor: Author, tenant_id: int, now: datetime) -> None:
    """No further period is paid for; until the end of this one everything works. On the public schema.

    NotSubscribed.
    """
    gateway.cancel_at_period_end(ask(tenant_id).paid)
    enter(tenant_id, actor=actor, action=Action.SUBSCRIPTION_CANCELLED, now=now)
