from collections.abc import Mapping
from datetime import datetime

from audit.actions import AuditAction
from audit.authors import Author
from audit.steps import record
from billing.answers import Answer
from billing.steps.lock import lock_answered
from billing.steps.sync import sync
from kernel.transactions import require_transaction


def enter_change(
    answer: Answer,
    *,
    actor: Author,
    action: AuditAction,
    changes: Mapping[str, object] | None,
    now: datetime,
) -> None:
    """Copy what Stripe answered after a change there, and say in the trail who changed it. Overtaken."""
    require_transaction()
    subscription = lock_answered(answer)
    sync(subscription, answer, actor=actor, now=now)
    record(
        actor=actor,
        action=action,
        target_type="billing.subscription",
        target_id=subscription.pk,
        changes=changes,
        at=now,
    )
