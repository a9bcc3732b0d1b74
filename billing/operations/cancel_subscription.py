from datetime import datetime

from audit.steps import record
from billing import gateway
from billing.steps.lock import lock_fresh
from billing.steps.paid import paid_subscription
from billing.steps.sync import sync
from kernel.actors import Actor
from kernel.transactions import operation


@operation
def cancel_subscription(*, actor: Actor | None, tenant_id: int, now: datetime, by: str) -> None:
    """No further period is paid for; until the end of this one everything works. On the public schema.

    NotSubscribed.
    """
    subscription = lock_fresh(tenant_id, now=now)
    gateway.cancel_at_period_end(paid_subscription(subscription))
    sync(subscription, now=now)
    record(
        actor=actor,
        by=by,
        action="billing.subscription.cancelled",
        target_type="billing.subscription",
        target_id=subscription.pk,
        at=now,
    )
