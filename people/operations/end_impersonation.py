from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.transactions import operation
from people.actions import Action


@operation
def end_impersonation(*, actor: Actor, now: datetime) -> None:
    """Support leaves before its time is over; `actor` is the person it came as."""
    record(
        actor=actor,
        action=Action.IMPERSONATION_ENDED,
        target_type="people.user",
        target_id=actor.pk,
        at=now,
    )
