from datetime import datetime

from audit.authors import Author
from billing import gateway
from billing.actions import Action
from billing.answers import ask
from billing.asking import enter


def keep_subscription(*, actor: Author, tenant_id: int, now: datetime) -> None:
    """Take back a cancellation, or a change that waits for the period's end. On the public schema. NotSubscribed."""
    gateway.remove_scheduled_change(ask(tenant_id).paid)
    enter(tenant_id, actor=actor, action=Action.SUBSCRIPTION_CONTINUED, now=now)
