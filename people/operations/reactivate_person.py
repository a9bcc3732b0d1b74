from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.entitlements import Meter, claim_room
from kernel.errors import NotFound
from kernel.permissions import Permission
from kernel.transactions import operation
from people.actions import Action
from people.models import User
from people.queries.people import active_people


@operation
def reactivate_person(*, actor: Actor, person_id: int, now: datetime) -> None:
    """Let somebody in again, with the role, outlets and password they had; again is as good as once.

    NotAllowed; NotFound; QuotaReached: those who have left take no room in the plan.
    """
    actor.require(Permission.PEOPLE_PERSON_WRITE)
    claim_room(Meter.PEOPLE, active_people().exclude(pk=person_id))
    person = User.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound("There is no such person.")
    if person.is_active:
        return
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(actor=actor, action=Action.USER_REACTIVATED, target_type="people.user", target_id=person.pk, at=now)
