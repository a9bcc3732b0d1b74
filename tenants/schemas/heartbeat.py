"""Whether background work is being done: beat sends a task every second, and a worker that runs it says so here."""

from django.core.cache import caches

_KEY, _MISSED_SECONDS = "heartbeat", 60


def beat() -> None:
    caches["shared"].set(_KEY, "alive", _MISSED_SECONDS)


def beats() -> bool:
    """Whether a worker ran a task of beat's within the last minute."""
    return bool(caches["shared"].get(_KEY))
