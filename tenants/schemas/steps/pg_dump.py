import os
import subprocess
import tempfile
from collections.abc import Iterator

from django.conf import settings
from django.db import connection

_PIECE = 1 << 20
_PLAIN = ("--no-owner", "--no-privileges", "--no-tablespaces", "--no-table-access-method")
_VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}


def pg_dump(schema: str, *options: str) -> Iterator[bytes]:
    """What pg_dump writes for a schema, tables and rows, piece by piece. RuntimeError with its words when it fails."""
    access = connection.get_connection_params()
    environment = {variable: str(access[key]) for key, variable in _VARIABLES.items() if access.get(key)}
    command = [settings.PG_DUMP, f"--schema={schema}", *_PLAIN, *options]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=said) as process,  # noqa: S603 (the settings name the program)
    ):
        assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
        while piece := process.stdout.read(_PIECE):
            yield piece
        if process.wait():
            said.seek(0)
            raise RuntimeError(f"pg_dump failed: {said.read().decode(errors='replace').strip()}")
