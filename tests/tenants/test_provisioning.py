"""Schemas for new businesses: the owner's worker makes spare ones from a template, the application's sign-ups claim them.

What makes, drops or describes schemas is the owner's job and runs as the owner (marked); sign-ups run as the
application, beside refills that don't.
"""

import io
import re

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from kernel.schemas import use_public
from localdev.owning import as_application, as_owner
from tenants.life.tasks import finish, refill
from tenants.schemas.jobs.refill_pool import refill_pool
from tenants.schemas.models import SpareSchema, Template
from tenants.schemas.operations.build_template import build_template
from tenants.schemas.queries.template import current_template, fingerprint
from tenants.schemas.rules.dump import PLACEHOLDER
from tenants.schemas.steps.make_schema import make_schema, new_schema_name
from tests.installation import open_shop, schema_of, schemas, together

pytestmark = pytest.mark.usefixtures("committing", "empty_pool")

_CATALOGUE = {
    "columns": """
        SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity
          FROM information_schema.columns WHERE table_schema = %(schema)s""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable, condeferred
          FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %(schema)s",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(pg_trigger.oid)
          FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
         WHERE relnamespace = %(schema)s::regnamespace AND NOT tgisinternal""",
    "functions": """
        SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace""",
    "permissions": "SELECT id, codename, content_type_id FROM {schema}.auth_permission",
    "content types": "SELECT id, app_label, model FROM {schema}.django_content_type",
    "migrations": "SELECT app, name FROM {schema}.django_migrations",
}


def _catalogue(schema: str) -> dict[str, set[str]]:
    """Everything a schema is made of, with its name taken out."""
    found = {}
    with connection.cursor() as cursor:
        for what, query in _CATALOGUE.items():
            cursor.execute(query.format(schema=schema), {"schema": schema} if "%(" in query else None)
            found[what] = {_plain(re.sub(rf"\b{schema}\b", "it", repr(row))) for row in cursor.fetchall()}
    return found


def _plain(definition: str) -> str:
    """Without casts of text and parentheses: PostgreSQL writes the same CHECK otherwise once it was dumped."""
    return re.sub(r"::(character varying|text)(\[\])?|[()]", "", definition)


@pytest.mark.owner
def test_a_clone_is_what_migrating_makes():
    migrated, cloned = new_schema_name(), new_schema_name()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {migrated}")
    call_command("migrate_schemas", schema_name=migrated, interactive=False, verbosity=0)
    use_public()
    with transaction.atomic():
        make_schema(name=cloned, template=current_template())
    expected, found = _catalogue(migrated), _catalogue(cloned)
    assert {what: rows ^ found[what] for what, rows in expected.items() if rows != found[what]} == {}
    assert all(found.values())


@pytest.mark.owner
def test_ids_go_on_where_the_template_stopped():
    with as_application():
        schema = schema_of(open_shop().host)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {schema}.django_content_type (app_label, model) VALUES ('a', 'b') RETURNING id")
        (new,) = cursor.fetchone()
        cursor.execute(f"SELECT count(*) FROM {schema}.django_content_type WHERE id >= %s", [new])
        assert cursor.fetchone() == (1,)


@pytest.mark.owner
def test_the_template_is_built_once_and_leaves_no_schema():
    assert build_template() is False
    Template.objects.all().delete()
    before = schemas()
    assert build_template() is True
    assert schemas() == before
    assert all(PLACEHOLDER in statement for statement in current_template())


@pytest.mark.owner
def test_a_broken_pg_dump_leaves_no_schema_and_no_template(settings):
    kept = list(Template.objects.values())
    before = schemas()
    Template.objects.all().delete()
    settings.PG_DUMP = "false"
    try:
        with pytest.raises(RuntimeError, match="pg_dump failed"):
            build_template()
        assert schemas() == before
        assert not Template.objects.exists()
    finally:
        Template.objects.bulk_create(Template(**row) for row in kept)


@pytest.mark.owner
def test_an_existing_schema_is_never_adopted():
    name = new_schema_name()
    with transaction.atomic():
        make_schema(name=name, template=current_template())
    with pytest.raises(ProgrammingError, match="already exists"), transaction.atomic():
        make_schema(name=name, template=current_template())


@pytest.mark.owner
def test_the_pool_is_filled_to_its_size_and_no_further():
    assert refill_pool(size=2) == 2
    assert refill_pool(size=2) == 0
    assert {spare.schema_name for spare in SpareSchema.objects.all()} <= schemas()


@pytest.mark.owner
def test_spares_of_older_code_are_dropped():
    refill_pool(size=1)
    old = SpareSchema.objects.get()
    SpareSchema.objects.update(fingerprint="0" * 64)
    refill_pool(size=1)
    assert old.schema_name not in schemas()
    assert SpareSchema.objects.get().fingerprint == fingerprint()


def refilled(size):
    """By the owner's worker, on whichever connection is ours."""
    with as_owner():
        return refill_pool(size=size)


def test_a_sign_up_claims_the_oldest_spare():
    refilled(size=2)
    first, second = SpareSchema.objects.order_by("pk")
    assert schema_of(open_shop().host) == first.schema_name
    assert list(SpareSchema.objects.all()) == [second]


def test_sign_ups_at_once_never_share_a_schema():
    refilled(size=3)
    opened = together(*[lambda name=f"race-{n}": schema_of(open_shop(name).host) for n in range(5)])
    assert len({schema for schema in opened if isinstance(schema, str)}) == 5, opened
    assert not set(opened) & set(SpareSchema.objects.values_list("schema_name", flat=True))


def test_sign_ups_and_refills_at_once():
    refilled(size=2)
    results = together(
        *[lambda name=f"mix-{n}": schema_of(open_shop(name).host) for n in range(3)],
        *[lambda: str(refilled(size=2))] * 2,
    )
    assert all(isinstance(result, str) for result in results), results
    assert len(set(results[:3])) == 3
    assert not set(results[:3]) & set(SpareSchema.objects.values_list("schema_name", flat=True))


@pytest.mark.owner
def test_the_commands_and_the_task_do_the_same(settings):
    settings.TENANT_POOL_SIZE = 1
    for command, said in (
        ("build_template", "The template is up to date.\n"),
        ("refill_pool", "Made 1 spare schemas.\n"),
        ("refill_pool", "Made 0 spare schemas.\n"),
    ):
        out = io.StringIO()
        call_command(command, stdout=out)
        assert out.getvalue() == said
    settings.TENANT_POOL_SIZE, settings.DATABASE_OWNER = 2, True
    assert refill.apply().state == "SUCCESS"
    assert SpareSchema.objects.count() == 2


def test_broken_sign_ups_are_finished_by_the_application():
    assert finish.apply().state == "SUCCESS"
