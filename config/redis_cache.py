from typing import Any

from django.core.cache.backends import redis


class _Client(redis.RedisCacheClient):
    """Keeps the one client of its one server; Django makes another for each call, as dear as half of the call."""

    _kept: Any = None

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:  # noqa: ANN401, ARG002 (Django's)
        if self._kept is None:
            self._kept = super().get_client(write=True)
        return self._kept


class RedisCache(redis.RedisCache):
    """Django's, for one server."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
