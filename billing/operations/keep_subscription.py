from datetime import datetime

from audit.steps import record
from billing import gateway
from billing.steps.lock import lock_fresh
from billing.steps.paid import paid_subscription
from billing.steps.sync import sync
from kernel.actors import Actor
from kernel.transactions import operation


@operation
def keep_subscription(*, actor: Actor | None, tenant_id: int, now: datetime, by: str) -> None:
    """Take back a cancellation, or a change that waits for the period's end. On the public schema. NotSubscribed."""
    subscription = lock_fresh(tenant_id, now=now)
    gateway.keep_as_it_is(paid_subscription(subscription))
    sync(subscription, now=now)
    record(
        actor=actor,
        by=by,
        action="billing.subscription.kept",
        target_type="billing.subscription",
        target_id=subscription.pk,
        at=now,
    )
