from datetime import datetime

from audit.authors import Author
from audit.steps import record
from billing.actions import Action
from billing.steps.lock import lock_subscription
from billing.steps.settle import settle
from kernel.transactions import operation


@operation
def settle_subscription(*, actor: Author, tenant_id: int, now: datetime) -> None:
    """Let the subscription decide about its business's state again: time has passed, or a closing was taken back.

    Asks nobody. On the public schema.
    """
    subscription = lock_subscription(tenant_id)
    settle(subscription, actor=actor, now=now)
    record(
        actor=actor,
        action=Action.SUBSCRIPTION_SETTLED,
        target_type="billing.subscription",
        target_id=subscription.pk,
        at=now,
    )
