from datetime import datetime

from accounting.ledger.actions import Action
from accounting.ledger.errors import EarlierPeriodOpen, PeriodAlreadyClosed
from accounting.ledger.models import Period
from audit.steps import record
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission
from kernel.transactions import operation


@operation
def close_period(*, actor: Actor, period_id: int, now: datetime) -> None:
    """Close a month: nothing is posted into it any more. Waits for postings under way.

    NotFound, PeriodAlreadyClosed, EarlierPeriodOpen: months close in their order.
    """
    actor.require(Permission.BOOKS_PERIOD_CLOSE)
    period = Period.objects.select_for_update().filter(pk=period_id).first()
    if period is None:
        raise NotFound("There is no such period.")
    if not period.is_open:
        raise PeriodAlreadyClosed
    if Period.objects.filter(starts_on__lt=period.starts_on, is_open=True).exists():
        raise EarlierPeriodOpen
    Period.objects.filter(pk=period.pk).update(is_open=False)
    record(actor=actor, action=Action.PERIOD_CLOSED, target_type="period", target_id=period.pk, at=now)
