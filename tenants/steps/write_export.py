"""An archive of a business: a CSV file for each table, its documents, and a manifest with checksums."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.db import connection

from kernel.rows import fetch_all
from kernel.schemas import current_schema
from kernel.transactions import require_transaction
from tenants.queries.template import fingerprint
from tenants.rules.export import FORMAT, LEFT_OUT, documents_of, is_secret
from tenants.steps.delete_files import files_below

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
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of the archive, as the manifest names it. `rows` is None for what isn't a table."""

    path: str
    rows: int | None
    size: int
    sha256: str


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
    with ZipFile(target, "w") as archive:
        entries = [_add(archive, table.path, _rows(table.query), now, counts=True) for table in _tables()]
        entries += [_add(archive, f"documents/{name}", _pieces(path), now) for name, path in _documents()]
        manifest = {
            "format": FORMAT,
            "business": business,
            "made_at": now.isoformat(),
            "schema": fingerprint(),
            "files": [asdict(entry) for entry in entries],
        }
        _add(archive, "manifest.json", [json.dumps(manifest, indent=1).encode()], now)


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


def _documents() -> list[tuple[str, str]]:
    """Each document's name in the archive and its path in the storage."""
    folder = documents_of(current_schema())
    return [(path.removeprefix(f"{folder}/"), path) for path in files_below(default_storage, folder)]


def _pieces(path: str) -> Iterator[bytes]:
    with default_storage.open(path) as file:
        while piece := file.read(_PIECE):
            yield piece


def _add(archive: ZipFile, path: str, pieces: Iterable[bytes], now: datetime, *, counts: bool = False) -> _Entry:
    info = ZipInfo(path, date_time=now.timetuple()[:6])
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
    digest, size, number = sha256(), 0, 0
    with archive.open(info, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            number += 1
    return _Entry(path, number - 1 if counts else None, size, digest.hexdigest())
