from datetime import datetime

from audit.steps import record
from billing import gateway
from billing.enums import GIVEN_UP, SubscriptionStatus
from billing.queries.plans import free_plan
from billing.steps.lock import lock_fresh
from billing.steps.paid import paid_subscription
from billing.steps.settle import settle
from billing.steps.sync import sync
from kernel.actors import Actor
from kernel.transactions import operation


@operation
def choose_free_plan(*, actor: Actor | None, tenant_id: int, code: str, now: datetime, by: str) -> None:
    """A plan that costs nothing: when what was paid for is used up, or at once where nothing is.

    What is there beyond the plan's limits stays; only more of it isn't possible. On the public schema. NoSuchPlan.
    """
    subscription = lock_fresh(tenant_id, now=now)
    plan = free_plan(code)
    if subscription.stripe_subscription_id:
        gateway.cancel_at_period_end(paid_subscription(subscription), falls_to=plan.code)
        if subscription.status in GIVEN_UP:
            gateway.cancel_now(subscription.stripe_subscription_id)
        sync(subscription, now=now)
    else:
        subscription.plan, subscription.status, subscription.status_since = plan, SubscriptionStatus.ACTIVE, now
        subscription.trial_ends_at = subscription.period_start = subscription.period_end = None
        subscription.save()
        settle(subscription, now=now)
    record(
        actor=actor,
        by=by,
        action="billing.plan.changed",
        target_type="billing.subscription",
        target_id=subscription.pk,
        changes={"plan": plan.code},
        at=now,
    )
