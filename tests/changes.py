"""What a piece of work wrote, asked of PostgreSQL: it counts what each transaction does to each table.

The counts hold for the transaction that is open (the one a test runs in), for every table and every writer: the ORM,
raw SQL, triggers. They also count what a savepoint took back, so a write that is rolled back is seen all the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_COUNTS = """
SELECT namespace.nspname || '.' || t.relname,
       pg_stat_get_xact_tuples_inserted(t.oid), pg_stat_get_xact_tuples_updated(t.oid),
       pg_stat_get_xact_tuples_deleted(t.oid)
FROM pg_class AS t JOIN pg_namespace AS namespace ON namespace.oid = t.relnamespace
WHERE t.relkind = 'r' AND namespace.nspname <> 'information_schema' AND namespace.nspname NOT LIKE 'pg\\_%%'
  AND pg_stat_get_xact_tuples_inserted(t.oid) + pg_stat_get_xact_tuples_updated(t.oid)
      + pg_stat_get_xact_tuples_deleted(t.oid) > 0
"""

SESSIONS = "django_session"
"""Where the framework keeps who is signed in: no row of a business."""


class Changes(dict[str, tuple[int, ...]]):
    """Rows inserted, updated and deleted, by table ("schema.table"); a table that nobody wrote to isn't in it."""

    @property
    def tables(self) -> set[str]:
        """The names without their schemas."""
        return {name.partition(".")[2] for name in self}


@contextmanager
def changes() -> Iterator[Changes]:
    """Empty inside; at the end what was written to whichever schema meanwhile, but for sessions."""
    assert connection.in_atomic_block, "PostgreSQL counts by transaction, so there must be one around"
    before = _counts()
    seen = Changes()
    yield seen
    for table, counts in _counts().items():
        new = tuple(now - then for now, then in zip(counts, before.get(table, (0, 0, 0)), strict=True))
        if any(new) and not table.endswith(f".{SESSIONS}"):
            seen[table] = new


def _counts() -> dict[str, tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return {name: tuple(counts) for name, *counts in cursor.fetchall()}
