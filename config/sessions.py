"""Sessions are in the database; the cache spares the question for a minute.

Not for as long as the session lasts, as Django would: somebody who signed out while Redis did not answer would be
signed in again, for the rest of that time, once Redis is back with its copy.
"""

from typing import Any

from django.contrib.sessions.backends import cached_db

_CACHED_SECONDS = 60


class SessionStore(cached_db.SessionStore):
    """Django's engine; settings name its cache."""

    cache_key_prefix = cached_db.KEY_PREFIX

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache: Any = _Briefly(self._cache)


class _Briefly:
    """A cache that keeps nothing for long."""

    def __init__(self, cache: Any) -> None:  # noqa: ANN401 (any of Django's)
        self._cache = cache
        self.get, self.delete = cache.get, cache.delete

    def set(self, key: str, value: object, timeout: int) -> None:
        self._cache.set(key, value, min(timeout, _CACHED_SECONDS))

    def __contains__(self, key: str) -> bool:
        return key in self._cache
