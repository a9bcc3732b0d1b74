"""When a change of plan takes effect."""

from dataclasses import dataclass

from billing.enums import Interval


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
