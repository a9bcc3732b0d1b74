"""How long a webhook is tried."""

from datetime import datetime, timedelta

BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""After the first failure, the second, …; the one after the last is final."""

TIMEOUT_ENDPOINT = timedelta(days=3)
"""How long nothing may arrive at an endpoint before it is switched off."""

LEASE = timedelta(minutes=5)
"""Longer than an attempt takes: one that died is made again after this."""

IN_FLIGHT = 20
"""Of one business, how many are handed over while they wait for an answer; and how many a sweep takes."""

SWEPT_EVERY = 60
"""Seconds. What was handed over and not begun by then is left to the next sweep."""


def next_attempt(*, attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many attempts that failed; None when it is enough."""
    return now + BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None
