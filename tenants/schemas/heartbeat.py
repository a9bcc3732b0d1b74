"""Whether background work is being done: beat sends tasks every few seconds, and a worker that runs one says so."""

from django.core.cache import caches

_MISSED_SECONDS = 60


def beat(queue: str) -> None:
    """A worker takes from the queue."""
    caches["shared"].set(_key(queue), "alive", _MISSED_SECONDS)


def beats(queue: str) -> bool:
    """Whether a worker ran one of beat's tasks from the queue within the last minute."""
    return bool(caches["shared"].get(_key(queue)))


def _key(queue: str) -> str:
    return f"heartbeat:{queue}"
