from datetime import datetime

from django.db import connection

from accounting.ledger.actions import Action
from audit.steps import record
from kernel.actors import Actor
from kernel.permissions import Permission
from kernel.transactions import operation


@operation
def close_period(*, actor: Actor, period_id: int, now: datetime, reason: str = "") -> None:
    """Close a month: nothing is posted into it any more.

    The function ledger_close_period decides, and waits a few seconds for postings under way: PeriodUnknown,
    PeriodAlreadyClosed, EarlierPeriodOpen (months close in their order), PeriodNotOver (at some outlet's clock),
    PeriodBusy.
    """
    actor.require(Permission.BOOKS_PERIOD_CLOSE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_close_period(%s, %s, %s)", [period_id, actor.pk, reason])
    record(actor=actor, action=Action.PERIOD_CLOSED, target_type="period", target_id=period_id, at=now)
