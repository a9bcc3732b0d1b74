from collections.abc import Collection
from datetime import datetime

from company.steps import set_outlets
from kernel.actors import Actor
from kernel.transactions import operation
from people.steps import HirePerson, add_person


@operation
def hire_person(*, actor: Actor, command: HirePerson, outlet_ids: Collection[int], now: datetime) -> int:
    """Add a teammate who works at these outlets, both or neither; returns their number. InvalidInput, QuotaReached."""
    person = add_person(actor=actor, command=command, now=now)
    if outlet_ids:
        set_outlets(actor=actor, person_id=person.pk, outlet_ids=outlet_ids, now=now)
    return int(person.pk)
