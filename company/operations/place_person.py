from collections.abc import Collection
from datetime import datetime

from company.queries.places import place_of
from company.steps import set_outlets
from kernel.actors import Actor
from kernel.permissions import Permission, Role
from kernel.transactions import operation
from kernel.versions import ANY, check_version
from people.steps import lock_person, set_details, set_role


@operation
def place_person(
    *,
    actor: Actor,
    person_id: int,
    now: datetime,
    name: str | None = None,
    email: str | None = None,
    role: Role | None = None,
    outlet_ids: Collection[int] | None = None,
    version: str | None = ANY,
) -> None:
    """Give somebody another name, address, role and other outlets: all or nothing; None stays as it is.

    `version` is the one that this was made from. NotFound, LastOwner, VersionRequired, VersionChanged, InvalidInput.
    """
    actor.require(Permission.PEOPLE_PERSON_WRITE)
    person = lock_person(person_id, role=role)
    check_version(version, place_of(person))
    if name is not None or email is not None:
        new_name, new_email = (given or kept for given, kept in ((name, person.name), (email, person.email)))
        set_details(actor=actor, person=person, name=new_name, email=new_email, now=now)
    if role is not None:
        set_role(actor=actor, person_id=person_id, role=role, now=now)
    if outlet_ids is not None:
        set_outlets(actor=actor, person_id=person_id, outlet_ids=outlet_ids, now=now)
