from collections.abc import Collection
from datetime import datetime

from company.steps import set_outlets
from kernel.actors import Actor
from kernel.transactions import operation


@operation
def assign_outlets(*, actor: Actor, person_id: int, outlet_ids: Collection[int], now: datetime) -> None:
    """Say at which outlets a person works, instead of what was said before. NotFound, InvalidInput."""
    set_outlets(actor=actor, person_id=person_id, outlet_ids=outlet_ids, now=now)
