"""What every request asks is cached for a minute in the cache that all processes share.

An answer that was read before a change must not be cached after it. So invalidating leaves a mark for some seconds, and
nothing is cached over a mark.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from django.core.cache import caches
from django.db import transaction

T = TypeVar("T")

_CACHED_SECONDS = 60

_INVALID, _MARKED_SECONDS = "invalid", 10
"""Longer than any of these answers takes to be read."""


def cached(key: str, read: Callable[[], T | None]) -> T | None:
    """The answer under the key, or else as it is read now. None isn't cached."""
    cache = caches["shared"]
    found: T | str | None = cache.get(key)
    if found is not None and found != _INVALID:
        return found  # type: ignore[return-value] # what was cached under the key
    answer = read()
    if answer is not None:
        cache.add(key, answer, _CACHED_SECONDS)
    return answer


def invalidate(keys: Iterable[str]) -> None:
    """After the commit, read them afresh."""
    marks = dict.fromkeys(keys, _INVALID)
    transaction.on_commit(partial(caches["shared"].set_many, marks, _MARKED_SECONDS))
