from collections.abc import Collection
from datetime import datetime

from django.contrib.auth import get_user_model
from guardian.shortcuts import assign_perm

from audit.steps import record
from company.actions import Action
from company.models import Outlet, OutletUserObjectPermission
from kernel.actors import Actor
from kernel.errors import InvalidInput, NotFound
from kernel.permissions import Permission
from kernel.transactions import require_transaction


def set_outlets(*, actor: Actor, person_id: int, outlet_ids: Collection[int], now: datetime) -> None:
    """Say at which outlets a person works, instead of what was said before. NotAllowed; NotFound; InvalidInput.

    It matters for managers and staff; the other roles work everywhere (kernel.permissions.works_everywhere).
    """
    require_transaction()
    actor.require(Permission.PEOPLE_PERSON_WRITE)
    person = get_user_model().objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound("There is no such person.")
    outlets = list(Outlet.objects.filter(pk__in=outlet_ids, archived_at__isnull=True))
    if len(outlets) != len(set(outlet_ids)):
        raise InvalidInput(errors={"outlet_ids": ["There is no such outlet."]})
    OutletUserObjectPermission.objects.filter(user=person).delete()
    for outlet in outlets:
        assign_perm("company.work_at", person, outlet)
    record(
        actor=actor,
        action=Action.OUTLETS_ASSIGNED,
        target_type="person",
        target_id=person_id,
        at=now,
        changes={"outlets": sorted(outlet.pk for outlet in outlets)},
    )
