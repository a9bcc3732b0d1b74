from datetime import datetime

from kernel.actors import Actor
from kernel.permissions import Role
from kernel.transactions import operation
from people.steps import set_role


@operation
def change_role(*, actor: Actor, person_id: int, role: Role, now: datetime) -> None:
    """Give somebody another role from their next request on. NotFound; LastOwner."""
    set_role(actor=actor, person_id=person_id, role=role, now=now)
