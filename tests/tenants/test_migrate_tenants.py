"""A release brings every business's schema to the code. Here a migration is taken back from a schema, so it is behind."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from tenants.enums import MigrationState, TenantState
from tenants.models import SchemaMigration, Tenant
from tenants.queries.migrations import public_is_behind, schemas_behind
from tenants.queries.template import fingerprint
from tenants.steps.migrate_schema import migrate_schema
from tests.installation import open_shop, schema_of, together

pytestmark = pytest.mark.usefixtures("committing")

LATE = "DROP TRIGGER audit_entry_append_only ON audit_auditentry; ALTER FUNCTION refuse_change() RENAME TO refuse_it"
"""Undoes the migration audit.0002 as far as its own objects go: other tables' triggers keep the function."""


def _take_back(schema, sql=LATE):
    with in_schema(schema), connection.cursor() as cursor:
        cursor.execute(f"{sql}; DELETE FROM django_migrations WHERE app = 'audit' AND name = '0002_append_only'")


def _triggers(schema):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = 'audit_entry_append_only' AND tgrelid = %s::regclass",
            [f"{schema}.audit_auditentry"],
        )
        return cursor.fetchone()[0]


def _run(**options):
    said = io.StringIO()
    call_command("migrate_tenants", stdout=said, stderr=io.StringIO(), **options)
    use_public()
    return said.getvalue()


def _states():
    return dict(SchemaMigration.objects.order_by("pk").values_list("tenant__schema_name", "state"))


@pytest.fixture
def shops():
    return [schema_of(open_shop(f"shop-{n}").host) for n in range(3)]


def test_nothing_to_do(shops):
    assert not public_is_behind()
    assert schemas_behind() == []
    assert _run() == "Migrated 0 schemas.\n"
    assert _states() == {}


def test_a_look_costs_one_statement_a_schema(shops, django_assert_num_queries):
    list_and_paths = 3
    with django_assert_num_queries(list_and_paths + Tenant.objects.count()):
        schemas_behind()


def test_those_behind_are_migrated_and_the_others_left_alone(shops):
    a, _b, c = shops
    _take_back(a)
    _take_back(c)
    assert schemas_behind() == [a, c]
    assert _run(jobs=2) == "Migrated 2 schemas.\n"
    assert schemas_behind() == []
    assert [_triggers(schema) for schema in shops] == [1, 1, 1]
    assert _states() == {a: MigrationState.DONE, c: MigrationState.DONE}
    row = SchemaMigration.objects.get(tenant__schema_name=c)
    assert (row.before, row.after, row.error) == ("", fingerprint(), "")
    assert row.started_at
    assert row.finished_at
    assert row.started_at < row.finished_at


def test_a_schema_that_fails_is_as_it_was_and_named(shops):
    a, b, c = shops
    for schema in shops:
        # The first half of the migration can be applied here and the second can't.
        _take_back(schema, "ALTER FUNCTION refuse_change() RENAME TO refuse_it" if schema == b else LATE)
    said = io.StringIO()
    with pytest.raises(CommandError, match="1 schemas failed and are as they were, 0 were not touched"):
        call_command("migrate_tenants", stderr=said, verbosity=0)
    use_public()
    assert f"{b}: ProgrammingError" in said.getvalue()
    assert _states() == {a: MigrationState.DONE, b: MigrationState.FAILED, c: MigrationState.DONE}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM pg_proc WHERE pronamespace = '{b}'::regnamespace AND proname = 'refuse_change'"
        )
        assert cursor.fetchone() == (0,)

    with in_schema(b), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_entry_append_only ON audit_auditentry")
    assert _run() == "Migrated 1 schemas.\n"
    assert set(_states().values()) == {MigrationState.DONE}


@pytest.mark.parametrize("by", ["host", "schema"])
def test_a_canary_that_fails_leaves_the_others_untouched(shops, by):
    a, b, c = shops
    for schema in shops:
        _take_back(schema, "SELECT 1" if schema == b else LATE)
    canary = b if by == "schema" else "shop-1.localhost"
    with pytest.raises(CommandError, match="1 schemas failed and are as they were, 2 were not touched"):
        _run(canary=canary, verbosity=0)
    use_public()
    assert [_triggers(schema) for schema in shops] == [0, 1, 0]
    assert _states() == {a: MigrationState.PENDING, b: MigrationState.FAILED, c: MigrationState.PENDING}


def test_a_canary_that_is_nobody(shops):
    with pytest.raises(CommandError, match=r"nowhere\.localhost is no business here"):
        _run(canary="nowhere.localhost")


def test_a_killed_run_is_taken_up(shops):
    a, b, _c = shops
    _take_back(a)
    _take_back(b)
    ids = dict(Tenant.objects.values_list("schema_name", "pk"))
    for schema in (a, b):
        SchemaMigration.objects.create(tenant_id=ids[schema], state=MigrationState.RUNNING, after=fingerprint())
    with in_schema(a):
        run_in_transaction(migrate_schema)  # committed, but nobody lived to write it down
    use_public()
    assert _run() == "Migrated 1 schemas.\n"
    assert _states() == {a: MigrationState.DONE, b: MigrationState.DONE}


def test_two_runs_at_one_schema_do_its_work_once(shops):
    schema = shops[0]
    _take_back(schema)

    def run():
        with in_schema(schema):
            return run_in_transaction(migrate_schema)

    assert set(together(run, run)) == {0, 1}


@pytest.mark.parametrize("state", [TenantState.SUSPENDED, TenantState.EXPORT_OPEN, TenantState.OPENING])
def test_a_business_that_rests_is_migrated_too(shops, state):
    _take_back(shops[0])
    Tenant.objects.filter(schema_name=shops[0]).update(state=state)
    assert schemas_behind() == [shops[0]]


def test_a_deleted_business_is_not(shops):
    _take_back(shops[0])
    Tenant.objects.filter(schema_name=shops[0]).update(state=TenantState.DELETED)
    assert schemas_behind() == []


def test_a_new_model_gets_its_permissions(shops):
    schema = shops[0]
    with in_schema(schema), connection.cursor() as cursor:
        cursor.execute("DELETE FROM auth_permission WHERE codename = 'view_outboxevent'")
    _take_back(schema)
    _run()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {schema}.auth_permission WHERE codename = 'view_outboxevent'")
        assert cursor.fetchone() == (1,)


def test_the_state_is_one_of_four():
    with pytest.raises(IntegrityError, match="schema_migration_state_known"), transaction.atomic():
        SchemaMigration.objects.create(tenant=Tenant.objects.first(), state="lost", after="")
