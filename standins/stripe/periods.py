"""Billing periods: whole months or years counted from an anchor, so that the 31st comes back after February."""

import calendar
from datetime import UTC, datetime
from typing import Any

DAY = 86400
_FIXED = {"day": DAY, "week": 7 * DAY}


def later(start: int, interval: str, count: int) -> int:
    """`count` intervals after `start`; the last day of a month where the day doesn't exist."""
    if interval in _FIXED:
        return start + count * _FIXED[interval]
    moment = datetime.fromtimestamp(start, UTC)
    months = moment.month - 1 + count * (12 if interval == "year" else 1)
    year, month = moment.year + months // 12, months % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return int(moment.replace(year=year, month=month, day=day).timestamp())


def period_end(anchor: int, start: int, recurring: dict[str, Any]) -> int:
    """The first end after `start` of the periods counted from `anchor`."""
    number = 1
    while later(anchor, recurring["interval"], number * recurring["interval_count"]) <= start:
        number += 1
    return later(anchor, recurring["interval"], number * recurring["interval_count"])


def share(amount: int, remaining: int, whole: int) -> int:
    """`amount` × remaining ÷ whole, rounded half away from zero."""
    sign = -1 if amount < 0 else 1
    return sign * ((2 * abs(amount) * remaining + whole) // (2 * whole)) if whole else 0
