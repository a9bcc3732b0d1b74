from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from company.models import Outlet
from kernel.actors import Actor
from kernel.permissions import works_everywhere


@dataclass(frozen=True, slots=True)
class OutletInfo:
    """An outlet that the actor may work at."""

    id: int
    name: str
    code: str
    timezone: str

    def day_of(self, moment: datetime) -> date:
        """The business day of a moment, by the clock on the outlet's wall."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()


def _visible(actor: Actor) -> QuerySet[Outlet]:
    return _assigned(actor).filter(archived_at__isnull=True)


def _assigned(actor: Actor) -> QuerySet[Outlet]:
    outlets = Outlet.objects.all()
    if works_everywhere(actor.role):
        return outlets
    return outlets.filter(
        outletuserobjectpermission__user_id=actor.pk, outletuserobjectpermission__permission__codename="work_at"
    )


def _info(outlet: Outlet) -> OutletInfo:
    return OutletInfo(outlet.pk, outlet.name, outlet.code, outlet.timezone)


def open_outlets() -> QuerySet[Outlet]:
    """Those that a plan counts."""
    return Outlet.objects.filter(archived_at=None)


def outlets_for(actor: Actor) -> list[OutletInfo]:
    """The outlets that the actor works at, by name."""
    return [_info(outlet) for outlet in _visible(actor).order_by("name")]


def outlets_seen(actor: Actor) -> tuple[list[OutletInfo], list[int]]:
    """The open outlets that the actor works at, by name, and the ids of these and the archived ones. One statement."""
    rows = list(_assigned(actor).order_by("name"))
    return [_info(row) for row in rows if row.archived_at is None], [row.pk for row in rows]
