from datetime import datetime
from functools import partial

from audit.authors import Author
from audit.steps import record
from billing.actions import Action
from billing.answers import Answer
from billing.asking import ask_and_write
from billing.ending import end_at_stripe
from billing.models import Subscription
from billing.steps.lock import lock_answered
from billing.steps.sync import sync
from kernel.transactions import operation
from tenants.life.queries.tenants import is_closing

_COMPARED = ("plan_id", "price_id", "status", "status_since", "period_end", "cancel_at_period_end", "next_plan_id")


def reconcile(*, actor: Author, tenant_id: int, now: datetime) -> bool:
    """Ask Stripe what the subscription is, whatever webhooks said; also lets time do its part. On the public schema.

    What a closing business still pays is ended. Whether anything was different, which then is in the trail.
    NotFound, PaymentsUnavailable.
    """
    if is_closing(tenant_id):
        end_at_stripe(tenant_id)
    write = partial(write_reconciled, actor=actor, now=now)
    return ask_and_write(tenant_id, lambda answer: write(answer=answer))


@operation
def write_reconciled(*, actor: Author, answer: Answer, now: datetime) -> bool:
    """Make our copy what Stripe answered; whether it was anything else before. Overtaken."""
    subscription = lock_answered(answer)
    before = _facts(subscription)
    sync(subscription, answer, actor=actor, now=now)
    after = _facts(subscription)
    if before == after:
        return False
    record(
        actor=actor,
        action=Action.SUBSCRIPTION_RECONCILED,
        target_type="billing.subscription",
        target_id=subscription.pk,
        changes={name: [before[name], after[name]] for name in _COMPARED if before[name] != after[name]},
        at=now,
    )
    return True


def _facts(subscription: Subscription) -> dict[str, object]:
    return {name: getattr(subscription, name) for name in _COMPARED}
