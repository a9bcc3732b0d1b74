import secrets

from django.core.management import call_command
from django.db import connection

from kernel.schemas import use_public
from tenants.schemas.models import Template
from tenants.schemas.queries.template import fingerprint, is_prepared
from tenants.schemas.rules.dump import statements_of
from tenants.schemas.steps.pg_dump import pg_dump

_INSERTS = ("--inserts", "--rows-per-insert=500")


def build_template() -> bool:
    """Migrate an empty schema, write it down as statements and drop it. False when that was done before.

    Not one transaction: migrations open their own. Two builders at once do the work twice and keep one result.
    """
    use_public()
    if is_prepared():
        return False
    scratch = f"t_scratch{secrets.token_hex(8)}"
    try:
        _execute(f"CREATE SCHEMA {scratch}")
        call_command("migrate_schemas", schema_name=scratch, interactive=False, verbosity=0)
        use_public()
        statements = statements_of(b"".join(pg_dump(scratch, *_INSERTS)).decode(), schema=scratch)
    finally:
        use_public()
        _execute(f"DROP SCHEMA IF EXISTS {scratch} CASCADE")
    _template, made = Template.objects.get_or_create(fingerprint=fingerprint(), defaults={"statements": statements})
    return made


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
