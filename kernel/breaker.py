"""Whether Redis is worth asking: while it doesn't answer, nobody waits for it.

Everything in it can be done without (config.cache, kernel.rate_limits, audit.hints): it makes things quick and
common to all processes. So the first question that fails is the last for a while, and each has an answer of its own.
"""

import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import redis
import structlog
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

T = TypeVar("T")

log = structlog.get_logger(__name__)

_PAUSE = 5.0
"""Seconds that Redis isn't asked again after it has failed."""

_SILENCE = 60.0
"""Seconds between two lines in the log about that."""


class Breaker:
    """Between one Redis and this process. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._whole = True
        self._ask_again_at = self._log_again_at = clock()

    def ask(self, question: Callable[[], T], otherwise: Callable[[], T]) -> T:
        """What Redis answers; what `otherwise` gives while it fails."""
        if not self._may_ask():
            return otherwise()
        try:
            answer = question()
        except redis.RedisError as error:
            self._broke(error)
            return otherwise()
        self._whole = True
        return answer

    def _may_ask(self) -> bool:
        if self._whole:
            return True
        with self._lock:
            # One tries whether it is back; the others don't wait for what comes of it.
            if self._clock() < self._ask_again_at:
                return False
            self._ask_again_at = self._clock() + _PAUSE
            return True

    def _broke(self, error: redis.RedisError) -> None:
        with self._lock:
            self._whole, self._ask_again_at = False, self._clock() + _PAUSE
            if self._clock() < self._log_again_at:
                return
            self._log_again_at = self._clock() + _SILENCE
        log.warning("without_redis", error=f"{type(error).__name__}: {error}")


@cache
def breaker_of(_url: str) -> Breaker:
    """The one of this process for a Redis: the first that finds it failing spares all others the question."""
    return Breaker()


@cache
def client_of(url: str) -> redis.Redis:
    """A client that asks once and doesn't wait long."""
    return redis.Redis.from_url(url, **client_options(settings.REDIS_TIMEOUT))


def client_options(seconds: float) -> dict[str, Any]:
    """How a client of Redis' is told to wait so long for a connection and an answer, and to try once."""
    return {"socket_timeout": seconds, "socket_connect_timeout": seconds, "retry": Retry(NoBackoff(), 0)}
