from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission, Role
from kernel.transactions import require_transaction
from people.actions import Action
from people.models import User
from people.steps.keep_an_owner import keep_an_owner


def set_role(*, actor: Actor, person_id: int, role: Role, now: datetime) -> None:
    """Give somebody another role from their next request on. NotAllowed; NotFound; LastOwner."""
    require_transaction()
    actor.require(Permission.PEOPLE_PERSON_WRITE)
    if role != Role.OWNER:
        keep_an_owner(besides=person_id)
    person = User.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound("There is no such person.")
    if person.role == role:
        return
    before, person.role = person.role, role
    person.save(update_fields=["role"])
    record(
        actor=actor,
        action=Action.ROLE_CHANGED,
        target_type="people.user",
        target_id=person.pk,
        changes={"role": [before, role]},
        at=now,
    )
