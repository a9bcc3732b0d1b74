"""How much room schemas take on the disk: a walk over the catalogue, so the answer is cached."""

from django.core.cache import caches
from django.db import connection

_CACHED_SECONDS = 600
_KEY = "schema-sizes"

_SIZES = """
    SELECT n.nspname, sum(pg_total_relation_size(c.oid))::bigint
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname LIKE 't\\_%%' AND c.relkind IN ('r', 'm')
    GROUP BY n.nspname
"""


def schema_sizes() -> dict[str, int]:
    """Bytes of each schema of a business or spare, indexes included; up to ten minutes old. One statement."""
    cache = caches["shared"]
    sizes: dict[str, int] | None = cache.get(_KEY)
    if sizes is None:
        with connection.cursor() as cursor:
            cursor.execute(_SIZES)
            sizes = dict(cursor.fetchall())
        cache.set(_KEY, sizes, _CACHED_SECONDS)
    return sizes
