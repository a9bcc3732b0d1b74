"""Content types are cached by schema.

Django keeps them for the whole process by their id. Ids differ between the public schema and tenants', and a thread
that serves one must not see what another thread cached for the other: permissions hang on them.
"""

from collections.abc import Iterator, MutableMapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections

from kernel.schemas import PUBLIC, current_schema

_Cached = dict[Any, ContentType]


class CacheBySchema(MutableMapping[str, _Cached]):
    """Stands in for the manager's dictionary of databases; each entry is the present schema's own."""

    def __init__(self) -> None:
        self._by_schema: dict[str, dict[str, _Cached]] = {}

    def _here(self) -> dict[str, _Cached]:
        # A thread's connection clears the cache while it is being made: asking for it then would make another.
        made = connections.all(initialized_only=True)
        return self._by_schema.setdefault(current_schema() if made else PUBLIC, {})

    def __getitem__(self, database: str) -> _Cached:
        return self._here()[database]

    def __setitem__(self, database: str, cached: _Cached) -> None:
        self._here()[database] = cached

    def __delitem__(self, database: str) -> None:
        del self._here()[database]

    def __iter__(self) -> Iterator[str]:
        return iter(self._here())

    def __len__(self) -> int:
        return len(self._here())


def cache_content_types_by_schema() -> None:
    """Called once, when the apps are ready."""
    ContentType.objects._cache = CacheBySchema()  # type: ignore[attr-defined]  # noqa: SLF001 (Django offers no other way)
