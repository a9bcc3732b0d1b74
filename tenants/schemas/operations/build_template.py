import secrets
from functools import partial

from django.core.management import call_command
from django.db import connection

from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from tenants.schemas.models import Template
from tenants.schemas.queries.catalogue import catalogue
from tenants.schemas.queries.template import fingerprint, is_prepared
from tenants.schemas.rules.dump import statements_of
from tenants.schemas.steps.make_schema import make_schema
from tenants.schemas.steps.pg_dump import pg_dump

_INSERTS = ("--inserts", "--rows-per-insert=500")


def build_template() -> bool:
    """Migrate an empty schema, write it down as statements and drop it. False when that was done before.

    Not one transaction: migrations open their own. Two builders at once do the work twice and keep one result.
    """
    use_public()
    if is_prepared():
        return False
    scratch, clone = (f"t_scratch{secrets.token_hex(8)}" for _ in range(2))
    try:
        _execute(f"CREATE SCHEMA {scratch}")
        call_command("migrate_schemas", schema_name=scratch, interactive=False, verbosity=0)
        use_public()
        statements = statements_of(b"".join(pg_dump(scratch, *_INSERTS)).decode(), schema=scratch)
        run_in_transaction(partial(make_schema, name=clone, template=statements))
        made_of = {"statements": statements, "catalogue": _described(scratch, clone)}
    finally:
        use_public()
        _execute(f"DROP SCHEMA IF EXISTS {scratch}, {clone} CASCADE")
    _template, made = Template.objects.get_or_create(fingerprint=fingerprint(), defaults=made_of)
    return made


def _described(*schemas: str) -> list[tuple[str, str, list[str]]]:
    """What each thing in the schemas looks like, in any of them: a schema may have been migrated or cloned."""
    seen: dict[tuple[str, str], list[str]] = {}
    for schema in schemas:
        with in_schema(schema):
            for name, definition in catalogue().items():
                known = seen.setdefault(name, [])
                known += [definition] if definition not in known else []
    return [(kind, name, definitions) for (kind, name), definitions in sorted(seen.items())]


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
