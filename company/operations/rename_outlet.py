from dataclasses import dataclass
from datetime import datetime

from audit.steps import record
from company.actions import Action
from company.errors import OutletTaken
from company.models import Outlet
from company.queries import OutletInfo
from company.scope import scope_of
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.permissions import Permission
from kernel.transactions import operation
from kernel.versions import ANY, check_version


@dataclass(frozen=True, slots=True)
class RenameOutlet:
    """What of an outlet can be changed: its code begins its documents' numbers, its clock dates them."""

    name: str


@operation
def rename_outlet(
    *, actor: Actor, outlet_id: int, command: RenameOutlet, now: datetime, version: str | None = ANY
) -> OutletInfo:
    """Call an outlet something else; receipts printed again say so, too.

    `version` is the one that this was made from. NotFound, OutletTaken, InvalidInput, VersionRequired, VersionChanged.
    """
    actor.require(Permission.COMPANY_OUTLET_WRITE)
    scope_of(actor).outlet(outlet_id)
    outlet = Outlet.objects.select_for_update().get(pk=outlet_id)
    check_version(version, RenameOutlet(outlet.name))
    before, outlet.name = outlet.name, command.name.strip()
    if not 1 <= len(outlet.name) <= 80:
        raise InvalidInput(errors={"name": ["Between 1 and 80 characters, please."]})
    if Outlet.objects.filter(name=outlet.name).exclude(pk=outlet_id).exists():
        raise OutletTaken
    if outlet.name != before:
        outlet.save(update_fields=["name"])
        record(
            actor=actor,
            action=Action.OUTLET_RENAMED,
            target_type="outlet",
            target_id=outlet.pk,
            at=now,
            changes={"name": [before, outlet.name]},
        )
    return OutletInfo(outlet.pk, outlet.name, outlet.code, outlet.timezone)
