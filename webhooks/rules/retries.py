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

MAX_ASKED_FOR = 20
"""Deliveries to one endpoint for each of which a worker is asked; with more, one is at it or the sweep finds it."""

SHARE = 20
"""How many deliveries one endpoint is sent before others have their turn."""

SHARE_LASTS = timedelta(seconds=5)
"""How long, after which no further one is begun."""

REST_SHORTEST, REST_LONGEST = timedelta(minutes=1), timedelta(minutes=15)
"""How long an endpoint at which nobody answered is left alone."""

SWEPT_EVERY = 60
"""Seconds. What was asked for and not begun by then is left to the next sweep."""


def rest(failing_for: timedelta) -> timedelta:
    """For as long as it has been failing, within bounds: each rest is twice the one before."""
    return min(max(failing_for, REST_SHORTEST), REST_LONGEST)


def next_attempt(*, attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many attempts that failed; None when it is enough."""
    return now + BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None
