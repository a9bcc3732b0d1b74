import io
from zipfile import ZipFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection

from kernel.transactions import require_transaction
from tenants.archives.rules.backup import DUMP
from tenants.archives.rules.export import documents_of
from tenants.archives.steps.read_backup import Manifest
from tenants.schemas.rules.dump import parts_of, renamed


def load_dump(archive: ZipFile, manifest: Manifest, *, schema: str) -> None:
    """Make the backup's schema under another name, in the caller's transaction.

    Rows come before their triggers and keys, as pg_dump orders them. Only statements are renamed, never rows. Fails if
    the name exists.
    """
    require_transaction()
    with archive.open(DUMP) as dump, connection.cursor() as cursor:
        # The functions in it name tables that come later.
        cursor.execute("SET LOCAL check_function_bodies = off")
        for statement, rows in parts_of(io.TextIOWrapper(dump, encoding="utf-8", newline="\n")):
            own = renamed(statement, manifest.schema, schema)
            if own.startswith("COPY "):
                with cursor.copy(own) as copy:
                    for row in rows:
                        copy.write(row)
            else:
                cursor.execute(own)


def load_documents(archive: ZipFile, manifest: Manifest, *, schema: str) -> None:
    """Put the backup's documents into the folder of that schema."""
    for path in manifest.documents:
        with archive.open(path) as content:
            place = f"{documents_of(schema)}/{path.removeprefix('documents/')}"
            default_storage.delete(place)
            default_storage.save(place, File(content))
