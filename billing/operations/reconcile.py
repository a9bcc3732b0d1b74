from datetime import datetime

from audit.steps import record
from billing.models import Subscription
from billing.steps.end_at_stripe import end_at_stripe
from billing.steps.lock import lock_subscription
from billing.steps.sync import sync
from kernel.actors import Actor
from kernel.transactions import operation
from tenants.life.rules.lifecycle import CLOSING
from tenants.life.steps.lock_tenant import lock_tenant

_COMPARED = ("plan_id", "price_id", "status", "status_since", "period_end", "cancel_at_period_end", "next_plan_id")


@operation
def reconcile(*, actor: Actor | None, tenant_id: int, now: datetime, by: str = "") -> bool:
    """Ask Stripe what the subscription is, whatever webhooks said; also lets time do its part. On the public schema.

    Whether anything was different, which then is in the trail. NotFound, PaymentsUnavailable.
    """
    subscription = lock_subscription(tenant_id)
    before = _facts(subscription)
    sync(subscription, now=now)
    if lock_tenant(tenant_id).state in CLOSING:
        end_at_stripe(subscription, now=now)
    after = _facts(subscription)
    if before == after:
        return False
    record(
        actor=actor,
        by=by,
        action="billing.subscription.reconciled",
        target_type="billing.subscription",
        target_id=subscription.pk,
        changes={name: [before[name], after[name]] for name in _COMPARED if before[name] != after[name]},
        at=now,
    )
    return True


def _facts(subscription: Subscription) -> dict[str, object]:
    return {name: getattr(subscription, name) for name in _COMPARED}
