"""Which schemas have events to relay: a set in Redis, so that the relay needn't ask every business every second.

Only a hint. Without Redis, or when one is lost, the slow sweep over all outboxes finds the events.
"""

from functools import cache
from typing import cast

import redis
import structlog
from django.conf import settings

_KEY = "outbox:schemas"

log = structlog.get_logger(__name__)


def give_hint(schema: str) -> None:
    """Called after a commit that wrote events; what was committed doesn't fail for want of Redis."""
    if settings.REDIS_URL:
        try:
            _client().sadd(_KEY, schema)
        except redis.RedisError:
            log.warning("outbox_hint_lost", exc_info=True)


def take_hints(most: int = 1000) -> list[str]:
    """The schemas that were hinted at since the last time."""
    if not settings.REDIS_URL:
        return []
    return [schema.decode() for schema in cast("list[bytes]", _client().spop(_KEY, most))]


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
