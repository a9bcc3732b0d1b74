"""Ask Stripe, then lock briefly and write: nobody waits for Stripe while holding a row.

Of two who asked at once the later writer finds that our copy has changed since, and asks again. So an older answer
never replaces a newer one, and the last to write has asked after everything that happened before.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TypeVar

from audit.actions import AuditAction
from audit.authors import STRIPE, Author
from billing.answers import Answer, Overtaken, ask
from billing.models import Subscription
from billing.steps.enter_change import enter_change
from billing.steps.lock import lock_answered
from billing.steps.sync import sync
from kernel.errors import Busy
from kernel.transactions import run_in_transaction

R = TypeVar("R")

_ATTEMPTS = 5


def ask_and_write(tenant_id: int, write: Callable[[Answer], R]) -> R:
    """Ask, and have the answer written; `write` opens a transaction and raises Overtaken when it comes too late.

    On the public schema. NotFound, PaymentsUnavailable; Busy when others kept writing.
    """
    for _ in range(_ATTEMPTS):
        try:
            return write(ask(tenant_id))
        except Overtaken:
            continue
    raise Busy


def up_to_date(tenant_id: int, *, now: datetime) -> tuple[Subscription, Answer]:
    """Our copy as Stripe says it is now: what somebody decides must not rest on what we were told late."""
    return ask_and_write(tenant_id, lambda answer: run_in_transaction(partial(_copy, answer, now)))


def _copy(answer: Answer, now: datetime) -> tuple[Subscription, Answer]:
    subscription = lock_answered(answer)
    if answer.customer_id:
        sync(subscription, answer, actor=STRIPE, now=now)
    return subscription, answer


def enter(
    tenant_id: int,
    *,
    actor: Author,
    action: AuditAction,
    now: datetime,
    changes: Mapping[str, object] | None = None,
) -> None:
    """After a change at Stripe: our copy of it and the trail's entry, in one transaction."""
    ask_and_write(
        tenant_id,
        lambda answer: run_in_transaction(
            partial(enter_change, answer, actor=actor, action=action, changes=changes, now=now)
        ),
    )
