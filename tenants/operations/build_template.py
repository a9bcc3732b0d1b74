import os
import secrets
import subprocess

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from kernel.schemas import use_public
from tenants.models import Template
from tenants.queries.template import fingerprint
from tenants.rules.dump import statements_of


def build_template() -> bool:
    """Migrate an empty schema, write it down as statements and drop it. False when that was done before.

    Not one transaction: migrations open their own. Two builders at once do the work twice and keep one result.
    """
    use_public()
    if Template.objects.filter(fingerprint=fingerprint()).exists():
        return False
    scratch = f"t_scratch{secrets.token_hex(8)}"
    try:
        _execute(f"CREATE SCHEMA {scratch}")
        call_command("migrate_schemas", schema_name=scratch, interactive=False, verbosity=0)
        use_public()
        statements = statements_of(_dump(scratch), schema=scratch)
    finally:
        use_public()
        _execute(f"DROP SCHEMA IF EXISTS {scratch} CASCADE")
    _template, made = Template.objects.get_or_create(fingerprint=fingerprint(), defaults={"statements": statements})
    return made


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _dump(schema: str) -> str:
    """What pg_dump writes for the schema, tables and rows. RuntimeError with its words when it fails."""
    access = connection.get_connection_params()
    variables = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    environment = {variable: str(access[key]) for key, variable in variables.items() if access.get(key)}
    command = [settings.PG_DUMP, f"--schema={schema}", "--inserts", "--rows-per-insert=500"]
    command += ["--no-owner", "--no-privileges", "--no-tablespaces", "--no-table-access-method"]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)  # noqa: S603 (the settings name the program)
    if done.returncode:
        raise RuntimeError(f"pg_dump failed: {done.stderr.strip()}")
    return done.stdout
