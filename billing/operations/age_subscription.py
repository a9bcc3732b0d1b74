from datetime import datetime

from audit.steps import record
from billing.steps.lock import lock_subscription
from billing.steps.settle import settle
from kernel.actors import Actor
from kernel.transactions import operation


@operation
def age_subscription(*, actor: Actor | None, tenant_id: int, now: datetime) -> None:
    """Let time do its part: a trial that is over, a grace that is used up. Asks nobody. On the public schema."""
    subscription = lock_subscription(tenant_id)
    settle(subscription, now=now)
    record(
        actor=actor,
        action="billing.subscription.aged",
        target_type="billing.subscription",
        target_id=subscription.pk,
        at=now,
    )
