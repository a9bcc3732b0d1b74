from collections.abc import Collection
from datetime import datetime

from company.steps import set_outlets
from kernel.actors import Actor
from kernel.permissions import Role
from kernel.transactions import operation
from people.steps import set_role


@operation
def place_person(*, actor: Actor, person_id: int, role: Role, outlet_ids: Collection[int], now: datetime) -> None:
    """Give somebody another role and other outlets: both or neither. NotFound, LastOwner, InvalidInput."""
    set_role(actor=actor, person_id=person_id, role=role, now=now)
    set_outlets(actor=actor, person_id=person_id, outlet_ids=outlet_ids, now=now)
