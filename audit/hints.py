"""Which schemas have events to relay: a set in Redis, so that the relay needn't ask every business every second.

Only a hint. Without Redis, or when one is lost, the slow sweep over all outboxes finds the events.
"""

from functools import cache
from typing import cast

import redis
from django.conf import settings

from kernel.breaker import breaker_of, client_of, client_options

_KEY = "outbox:schemas"

_TIMEOUT_RELAY = 1.0
"""Seconds that the relay waits for Redis, longer than a request: hints whose taking isn't answered are lost."""


def give_hint(schema: str) -> None:
    """Called after a commit that wrote events; what was committed doesn't fail for want of Redis."""
    if settings.REDIS_URL:
        url = settings.REDIS_URL
        breaker_of(url).ask(lambda: client_of(url).sadd(_KEY, schema), lambda: None)


def take_hints(most: int = 1000) -> list[str]:
    """The schemas that were hinted at since the last time."""
    if not settings.REDIS_URL:
        return []
    return [schema.decode() for schema in cast("list[bytes]", _client(settings.REDIS_URL).spop(_KEY, most))]


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, **client_options(_TIMEOUT_RELAY))
