from datetime import datetime

from django.db import connection

from accounting.ledger.actions import Action
from audit.steps import record
from kernel.actors import Actor
from kernel.permissions import Permission
from kernel.transactions import operation


@operation
def reopen_period(*, actor: Actor, period_id: int, reason: str, now: datetime) -> None:
    """Open a closed month for postings again, for a reason that stays in the books.

    The function ledger_reopen_period decides: PeriodUnknown, PeriodAlreadyOpen, LaterPeriodClosed (months reopen in the
    opposite order), ReasonMissing, PeriodBusy.
    """
    actor.require(Permission.BOOKS_PERIOD_REOPEN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_reopen_period(%s, %s, %s)", [period_id, actor.pk, reason])
    record(
        actor=actor,
        action=Action.PERIOD_REOPENED,
        target_type="period",
        target_id=period_id,
        at=now,
        changes={"reason": reason},
    )
