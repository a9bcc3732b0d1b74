from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.transactions import operation
from people.actions import Action


@operation
def note_own_account(*, actor: Actor, action: Action, now: datetime) -> None:
    """Write down what somebody did to their own way in: signed in or out, changed the password or a second factor.

    The doing is allauth's, whose signals tell of it (people.signing).
    """
    record(actor=actor, action=action, target_type="people.user", target_id=actor.pk, at=now)
