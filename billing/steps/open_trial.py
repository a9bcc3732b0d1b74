from datetime import datetime

from billing.enums import SubscriptionStatus
from billing.models import Plan, Subscription
from billing.rules.life import TRIAL, TRIAL_PLAN
from kernel.transactions import require_transaction


def open_trial(*, tenant_id: int, now: datetime) -> None:
    """A new business tries the trial's plan, without a card."""
    require_transaction()
    plan_id = Plan.objects.values_list("pk", flat=True).get(code=TRIAL_PLAN)
    Subscription.objects.create(
        tenant_id=tenant_id,
        plan_id=plan_id,
        status=SubscriptionStatus.TRIALING,
        status_since=now,
        trial_ends_at=now + TRIAL,
    )
