import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from audit.steps import record
from company.actions import Action
from company.errors import OutletTaken
from company.models import Business, Outlet
from company.queries import OutletInfo
from company.queries.outlets import open_outlets
from kernel.actors import Actor
from kernel.entitlements import Meter, claim_room
from kernel.errors import InvalidInput
from kernel.permissions import Permission
from kernel.transactions import operation


@dataclass(frozen=True, slots=True)
class CreateOutlet:
    """`code` (2–3 capitals or digits) begins the outlet's document numbers; timezone "" is the business's."""

    name: str
    code: str
    timezone: str = ""


@operation
def create_outlet(*, actor: Actor, command: CreateOutlet, now: datetime) -> OutletInfo:
    """Open another outlet. InvalidInput, OutletTaken, QuotaReached."""
    actor.require(Permission.COMPANY_OUTLET_WRITE)
    timezone = command.timezone or Business.objects.get().timezone
    _check(command, timezone)
    outlet = Outlet(name=command.name.strip(), code=command.code, timezone=timezone, created_at=now)
    if Outlet.objects.filter(name=outlet.name).exists() or Outlet.objects.filter(code=outlet.code).exists():
        raise OutletTaken
    claim_room(Meter.OUTLETS, open_outlets())
    outlet.save(force_insert=True)
    record(
        actor=actor,
        action=Action.OUTLET_CREATED,
        target_type="outlet",
        target_id=outlet.pk,
        at=now,
        changes={"name": outlet.name, "code": outlet.code},
    )
    return OutletInfo(outlet.pk, outlet.name, outlet.code, outlet.timezone)


def _check(command: CreateOutlet, timezone: str) -> None:
    errors: dict[str, list[str]] = {}
    if not 1 <= len(command.name.strip()) <= 80:
        errors["name"] = ["Between 1 and 80 characters, please."]
    if not re.fullmatch(r"[A-Z0-9]{2,3}", command.code):
        errors["code"] = ["Two or three capital letters or digits, please."]
    if timezone not in available_timezones():
        errors["timezone"] = ["There is no such time zone."]
    if errors:
        raise InvalidInput(errors=errors)
