"""What every request asks is kept for a minute in the cache that all share.

An answer that was read before a change must not be kept after it. So forgetting leaves a mark for some seconds, and
nothing is kept over a mark.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from django.core.cache import caches
from django.db import transaction

T = TypeVar("T")

_KEPT_SECONDS = 60

_FORGOTTEN, _MARKED_SECONDS = "forgotten", 10
"""Longer than any of these answers takes to be read."""


def kept(key: str, read: Callable[[], T | None]) -> T | None:
    """The answer under the key, or else as it is read now. None isn't kept."""
    cache = caches["shared"]
    found: T | str | None = cache.get(key)
    if found is not None and found != _FORGOTTEN:
        return found  # type: ignore[return-value] # what was kept under the key
    answer = read()
    if answer is not None:
        cache.add(key, answer, _KEPT_SECONDS)
    return answer


def forget(keys: Iterable[str]) -> None:
    """After the commit, read them afresh."""
    marks = dict.fromkeys(keys, _FORGOTTEN)
    transaction.on_commit(partial(caches["shared"].set_many, marks, _MARKED_SECONDS))
