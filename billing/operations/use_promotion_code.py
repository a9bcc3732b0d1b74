from datetime import datetime

from audit.steps import record
from billing import gateway
from billing.steps.lock import lock_fresh
from billing.steps.paid import paid_subscription
from billing.steps.sync import sync
from kernel.actors import Actor
from kernel.transactions import operation


@operation
def use_promotion_code(*, actor: Actor | None, tenant_id: int, code: str, now: datetime, by: str) -> None:
    """A discount on a subscription there is. On the public schema. NotSubscribed, PaymentRefused."""
    subscription = lock_fresh(tenant_id, now=now)
    gateway.apply_promotion_code(paid_subscription(subscription), code=code.strip())
    sync(subscription, now=now)
    record(
        actor=actor,
        by=by,
        action="billing.coupon.used",
        target_type="billing.subscription",
        target_id=subscription.pk,
        changes={"code": code.strip()},
        at=now,
    )
