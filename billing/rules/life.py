"""What a subscription lets a business do, as time goes by: the one place where a status becomes a tenant's state."""

from datetime import datetime, timedelta

from billing.enums import SubscriptionStatus as Status
from tenants.life.enums import TenantState as State

TRIAL = timedelta(days=14)
TRIAL_PLAN = "growth"

GRACE_PAYMENT = timedelta(days=21)
"""How long everything goes on working after a payment failed. Stripe's own retries end before that."""

READABLE = timedelta(days=30)
"""How long a business can be read after that, or after its trial or subscription ended. Then it is EXPORT_OPEN: its
owner still gets in, to pay, to export, to close. (SUSPENDED is another state: an operator's, and nobody gets in.)
"""

SLACK = timedelta(days=1)
"""How long the end of a trial that will be paid for may go unheard of: Stripe charges, and tells, when it pleases."""

_WORKS = {Status.TRIALING: State.TRIAL, Status.ACTIVE: State.ACTIVE}


def state_for(
    *, status: Status, since: datetime, trial_ends_at: datetime | None, paid_for: bool, now: datetime
) -> State:
    """The state that a subscription gives its business.

    `since` is when the trial ended, the unpaid invoice was issued, or the subscription ended. `paid_for` is whether
    Stripe charges for it when a trial ends.
    """
    if status is Status.TRIALING and trial_ends_at is not None:
        heard_of = trial_ends_at + SLACK if paid_for else trial_ends_at
        return State.TRIAL if now < heard_of else _unpaid_since(trial_ends_at, now)
    if status in _WORKS:
        return _WORKS[status]
    if status is Status.PAST_DUE:
        return State.PAST_DUE if now < since + GRACE_PAYMENT else _unpaid_since(since + GRACE_PAYMENT, now)
    return _unpaid_since(since, now)


def next_change(*, status: Status, since: datetime, trial_ends_at: datetime | None, now: datetime) -> datetime | None:
    """When `state_for` will say something else though nothing but time happens; None when never."""
    moments: list[datetime] = []
    if status is Status.TRIALING and trial_ends_at is not None:
        moments = [trial_ends_at, trial_ends_at + READABLE]
    elif status is Status.PAST_DUE:
        moments = [since + GRACE_PAYMENT, since + GRACE_PAYMENT + READABLE]
    elif status not in _WORKS:
        moments = [since + READABLE]
    return next((moment for moment in moments if moment > now), None)


def _unpaid_since(moment: datetime, now: datetime) -> State:
    return State.READ_ONLY if now < moment + READABLE else State.EXPORT_OPEN
