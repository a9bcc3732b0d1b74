"""When a change of plan takes effect."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from billing.enums import Interval

PREVIEW_HOLDS = timedelta(minutes=15)
"""How long the price that was shown is the price that is charged."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A price as the ladder of plans sees it: the plan's position and how long one pays for."""

    position: int
    interval: Interval


def is_at_once(present: Rung, wanted: Rung) -> bool:
    """More is had at once, for the difference in price; less when what was paid for is used up.

    More is a higher plan, or a year of the same instead of a month.
    """
    if wanted.position != present.position:
        return wanted.position > present.position
    return (present.interval, wanted.interval) == (Interval.MONTH, Interval.YEAR)


def prorated_from(*, shown: datetime | None, period_start: datetime, now: datetime) -> datetime:
    """The moment that a change at once is charged from: that of the preview, while it holds.

    It comes back from the page that showed it, so any other is not believed: a later moment would cost less.
    """
    moment = shown if shown is not None and now - PREVIEW_HOLDS <= shown <= now else now
    return max(moment, period_start)
