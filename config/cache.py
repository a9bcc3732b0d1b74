"""The cache in Redis, whose loss loses nothing but speed.

While Redis doesn't answer, a question finds nothing and is answered by the database. What only the cache has (how often
somebody tried to sign in, which code of an authenticator was used) is kept in this process's memory meanwhile, where
`MEMORY` says so.

What could not be written or deleted is deleted when Redis is back, before it is asked anything else: it may have kept
what was true before.
"""

import threading
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache

from config.redis_cache import RedisCache
from kernel.breaker import breaker_of, client_options

_MAX_ENTRIES = 10_000
"""Entries in memory, and keys that are to be deleted."""


class Cache(RedisCache):
    """Django's, for one server. No method raises for want of Redis."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": client_options(settings.REDIS_TIMEOUT)})
        self._breaker, self._missed = breaker_of(server), _missed_at(server)
        self._memory = _memory(server, params) if params.get("MEMORY") else None

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:  # noqa: ANN401 (whatever is cached)
        return self._ask("get", key, default, version, otherwise=default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return self._ask("get_many", keys, version, otherwise={})  # type: ignore[no-any-return]

    def has_key(self, key: Any, version: int | None = None) -> bool:  # noqa: ANN401 (whatever names it)
        return bool(self._ask("has_key", key, version))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:  # noqa: ANN401
        return bool(self._ask("add", key, value, timeout, version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:  # noqa: ANN401
        return bool(self._ask("touch", key, timeout, version))

    def clear(self) -> None:
        self._ask("clear")

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:  # noqa: ANN401
        self._ask("set", key, value, timeout, version, writes=self._written([key], version))

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:  # noqa: ANN401
        self._ask("set_many", data, timeout, version, writes=self._written(data, version))
        return []

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:  # noqa: ANN401 (whatever names it)
        return int(self._ask("incr", key, delta, version, otherwise=delta, writes=self._written([key], version)))

    def delete(self, key: Any, version: int | None = None) -> bool:  # noqa: ANN401 (whatever names it)
        return bool(self._ask("delete", key, version, writes=self._written([key], version)))

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self._ask("delete_many", keys, version, writes=self._written(keys, version))

    def _written(self, keys: Iterable[Any], version: int | None) -> list[str]:
        return [self.make_and_validate_key(key, version=version) for key in keys]

    def _ask(self, name: str, *given: Any, otherwise: Any = None, writes: Iterable[str] = ()) -> Any:  # noqa: ANN401
        """What Redis answers, or else memory; with neither, `otherwise`, and what it would have written is noted."""

        def without() -> Any:  # noqa: ANN401 (see above)
            self._missed.remember(writes)
            return getattr(self._memory, name)(*given) if self._memory else otherwise

        return self._breaker.ask(self._question(name, given), without)

    def _question(self, name: str, given: tuple[Any, ...]) -> Callable[[], Any]:
        method = getattr(super(), name)

        def question() -> Any:  # noqa: ANN401 (see above)
            self._missed.make_up_for(self._cache.delete_many)
            return method(*given)

        return question


class _Missed:
    """The keys whose entries could not be written or deleted; only the latest, should there be very many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, None] = {}

    def remember(self, keys: Iterable[str]) -> None:
        with self._lock:
            self._keys.update(dict.fromkeys(keys))
            while len(self._keys) > _MAX_ENTRIES:
                self._keys.pop(next(iter(self._keys)))

    def make_up_for(self, delete: Callable[[list[str]], object]) -> None:
        if not self._keys:
            return
        with self._lock:
            keys, self._keys = self._keys, {}
        try:
            delete(list(keys))
        except BaseException:
            self.remember(keys)
            raise


@cache
def _missed_at(_server: str) -> _Missed:
    return _Missed()


def _memory(server: str, params: dict[str, Any]) -> LocMemCache:
    """Of the whole process, under the same keys."""
    return LocMemCache(f"without {server}", {**params, "OPTIONS": {"MAX_ENTRIES": _MAX_ENTRIES}})
