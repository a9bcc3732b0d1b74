from dataclasses import dataclass

from company.models import OutletUserObjectPermission
from kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """Who somebody is, what they do here, and where they were put: managers and staff work at these outlets only."""

    name: str
    email: str
    role: str
    outlet_ids: tuple[int, ...]


def place_of(person: Actor) -> Place:
    """What would change nothing of it: the person's version is this one's. One statement."""
    granted = OutletUserObjectPermission.objects.filter(user=person.pk, permission__codename="work_at")
    return Place(
        person.name, person.email, person.role, tuple(sorted(granted.values_list("content_object_id", flat=True)))
    )
