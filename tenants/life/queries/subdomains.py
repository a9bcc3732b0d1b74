"""Whether a name is free for a new business."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from tenants.life.models import Reservation
from tenants.life.rules.names import normalised, problem_with, suggestions

REST = timedelta(days=90)
"""How long a name rests after a business gave it up, so that old links and mails reach nobody else."""

TAKEN = "This name is taken."


@dataclass(frozen=True, slots=True)
class Availability:
    """The answer for one name. `reason` and `suggestions` are empty when it is free."""

    name: str
    available: bool
    reason: str
    suggestions: tuple[str, ...]


def check_subdomain(asked: str, *, now: datetime) -> Availability:
    """Whether the name could be had now; only a sign-up decides for good."""
    name = normalised(asked)
    reason = problem_with(name)
    candidates = suggestions(name)
    taken = _taken([name, *candidates], now)
    if not reason and name in taken:
        reason = TAKEN
    free = tuple(candidate for candidate in candidates if candidate not in taken)[:3] if reason else ()
    return Availability(name, not reason, reason, free)


def _taken(names: Iterable[str], now: datetime) -> set[str]:
    rested = Q(released_at__lt=now - REST)
    return set(Reservation.objects.filter(name__in=list(names)).exclude(rested).values_list("name", flat=True))
