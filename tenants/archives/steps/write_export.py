"""An archive of a business: a CSV file for each table, its documents, and a manifest with checksums."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from zipfile import ZipFile

from django.db import connection

from kernel.rows import fetch_all
from kernel.schemas import current_schema
from kernel.transactions import require_transaction
from tenants.archives.rules.export import FORMAT, LEFT_OUT, is_secret
from tenants.archives.steps.archive import add, add_documents
from tenants.schemas.queries.template import fingerprint

_COLUMNS = """
    SELECT relname, array_agg(attname::text ORDER BY attnum),
           array_agg(atttypid = 'timestamptz'::regtype ORDER BY attnum)
      FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
     WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
     GROUP BY relname ORDER BY relname
"""
_KEYS = """
    SELECT relname, array_agg(attname::text ORDER BY array_position(indkey::int2[], attnum))
      FROM pg_index JOIN pg_class ON pg_class.oid = indrelid JOIN pg_attribute ON attrelid = indrelid
     WHERE relnamespace = %s::regnamespace AND indisprimary AND attnum = ANY (indkey) GROUP BY relname
"""


@dataclass(frozen=True, slots=True)
class _Table:
    path: str
    query: str


def write_export(target: IO[bytes], *, business: str, now: datetime) -> None:
    """Write the archive of the present schema, as of one moment, without holding a table in memory.

    The caller's transaction has read nothing yet: it becomes a snapshot that can't write. The same data at the same
    `now` give the same bytes.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Years of documents take minutes, in which the database is asked nothing. It locks nothing that others want.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '15min'")
    with ZipFile(target, "w") as archive:
        tables = [add(archive, table.path, _rows(table.query), now=now) for table in _tables()]
        files = [{**table.as_manifest(), "rows": table.pieces - 1} for table in tables]
        files += [document.as_manifest() for document in add_documents(archive, current_schema(), now=now)]
        manifest = {
            "format": FORMAT,
            "business": business,
            "made_at": now.isoformat(),
            "schema": fingerprint(),
            "files": files,
        }
        add(archive, "manifest.json", [json.dumps(manifest, indent=1).encode()], now=now)


def _tables() -> Iterator[_Table]:
    quote, schema = connection.ops.quote_name, current_schema()
    keys: dict[str, list[str]] = dict(fetch_all(_KEYS, [schema]))
    for name, columns, timed in fetch_all(_COLUMNS, [schema]):
        if name in LEFT_OUT:
            continue
        shown = [
            _iso(quote(column)) if is_time else quote(column)
            for column, is_time in zip(columns, timed, strict=True)
            if not is_secret(column)
        ]
        order = ", ".join(map(quote, keys[name]))
        yield _Table(f"tables/{name}.csv", f"SELECT {', '.join(shown)} FROM {quote(name)} ORDER BY {order}")  # noqa: S608 (quoted)


def _iso(column: str) -> str:
    """A moment as ISO 8601 in UTC."""
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS {column}"""


def _rows(query: str) -> Iterator[bytes]:
    """CSV, the header first; PostgreSQL sends a row at a time."""
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)") as copy:
        yield from map(bytes, copy)
