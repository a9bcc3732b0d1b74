"""How often something may be done: token buckets in Redis, shared by all processes.

A bucket is kept as one moment, that at which it will be full again (the generic cell rate algorithm, ITU-T I.371), so
taking from it is one read and one write in one script, by Redis' own clock. While Redis doesn't answer, each process
counts in its own memory at the same rate: limits then hold for a process, and nobody waits or fails (kernel.breaker).
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import Any

import redis
from django.conf import settings

from kernel.breaker import Breaker, breaker_of, client_options

_MAX_BUCKETS = 10_000
"""Buckets in memory; beyond that the one that was used longest ago is forgotten."""

# Times in microseconds. Lua writes large numbers with an exponent unless told otherwise.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + interval
local wait = full - burst * interval - now
if wait > 0 then return string.format('%.0f', wait) end
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', string.format('%.0f', math.ceil((full - now) / 1000)))
return '0'
"""


class Buckets:
    """The buckets of one Redis (an empty `url` is none). `clock` gives seconds that never go back."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        breaker: Breaker | None = None,
    ) -> None:
        self._script = _script(url, timeout or settings.REDIS_TIMEOUT) if url else None
        self._memory = _Memory(clock)
        self._breaker = breaker or Breaker(clock)

    def take(self, key: str, *, rate_per_minute: int, burst: int) -> float:
        """See `take`."""

        def by_memory() -> float:
            return self._memory.take(key, 60 / rate_per_minute, burst)

        script = self._script
        if script is None:
            return by_memory()
        arguments = [round(60e6 / rate_per_minute), burst]
        return self._breaker.ask(lambda: int(script(keys=[f"limit:{key}"], args=arguments)) / 1e6, by_memory)


class _Memory:
    """The same in this process: the moment at which each bucket will be full, those used last at the end."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, key: str, interval: float, burst: int) -> float:
        with self._lock:
            now = self._clock()
            full = max(self._full_at.get(key, 0), now) + interval
            wait = full - burst * interval - now
            # A hair's breadth is the rounding of floats.
            if wait > 1e-6:
                return wait
            self._full_at[key] = full
            self._full_at.move_to_end(key)
            if len(self._full_at) > _MAX_BUCKETS:
                self._full_at.popitem(last=False)
            return 0.0


def take(key: str, *, rate_per_minute: int, burst: int) -> float:
    """Take one token from the bucket `key`, which holds `burst` and fills at `rate_per_minute`.

    0 when there was one; else the seconds after which there will be, and nothing was taken. Never raises.
    """
    return _buckets(settings.REDIS_URL).take(key, rate_per_minute=rate_per_minute, burst=burst)


@cache
def _buckets(url: str) -> Buckets:
    return Buckets(url, breaker=breaker_of(url))


def _script(url: str, timeout: float) -> Any:  # noqa: ANN401 (redis' stubs mix it with the asynchronous one)
    return redis.Redis.from_url(url, **client_options(timeout)).register_script(_TAKE)
