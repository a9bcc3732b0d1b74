from datetime import datetime

from audit.authors import Author
from audit.steps import record
from billing import gateway
from billing.actions import Action
from billing.asking import enter, up_to_date
from billing.enums import GIVEN_UP, SubscriptionStatus
from billing.errors import AlreadySubscribed
from billing.queries.plans import free_plan
from billing.steps.lock import lock_subscription
from billing.steps.save import save_subscription
from billing.steps.settle import settle
from kernel.transactions import operation


def choose_free_plan(*, actor: Author, tenant_id: int, code: str, now: datetime) -> None:
    """A plan that costs nothing: when what was paid for is used up, or at once where nothing is.

    What is there beyond the plan's limits stays; only more of it isn't possible. On the public schema. NoSuchPlan.
    """
    plan = free_plan(code)
    subscription, answer = up_to_date(tenant_id, now=now)
    if not subscription.stripe_subscription_id:
        take_free_plan(actor=actor, tenant_id=tenant_id, code=code, now=now)
        return
    gateway.cancel_at_period_end(answer.paid, falls_to=plan.code)
    if subscription.status in GIVEN_UP:
        gateway.cancel_now(subscription.stripe_subscription_id)
    enter(tenant_id, actor=actor, action=Action.PLAN_CHANGED, changes={"plan": plan.code}, now=now)


@operation
def take_free_plan(*, actor: Author, tenant_id: int, code: str, now: datetime) -> None:
    """The part of `choose_free_plan` for a business that pays nothing. AlreadySubscribed when it does by now."""
    subscription = lock_subscription(tenant_id)
    if subscription.stripe_subscription_id:
        raise AlreadySubscribed
    plan = free_plan(code)
    subscription.plan, subscription.status, subscription.status_since = plan, SubscriptionStatus.ACTIVE, now
    subscription.trial_ends_at = subscription.period_start = subscription.period_end = None
    save_subscription(subscription)
    settle(subscription, actor=actor, now=now)
    record(
        actor=actor,
        action=Action.PLAN_CHANGED,
        target_type="billing.subscription",
        target_id=subscription.pk,
        changes={"plan": plan.code},
        at=now,
    )
