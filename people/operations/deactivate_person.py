from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission
from kernel.transactions import operation
from people.actions import Action
from people.models import User
from people.steps import keep_an_owner


@operation
def deactivate_person(*, actor: Actor, person_id: int, now: datetime) -> None:
    """Let somebody in no more: their sessions and tokens end with their next request. NotFound; LastOwner."""
    actor.require(Permission.PEOPLE_PERSON_WRITE)
    keep_an_owner(besides=person_id)
    person = User.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(actor=actor, action=Action.USER_DEACTIVATED, target_type="people.user", target_id=person.pk, at=now)
