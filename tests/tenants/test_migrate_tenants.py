"""A release brings every business's schema to the code. Here a migration is taken back from a schema, so it is behind.

All of it runs as the owner, whose job a release is; only the businesses are opened by the application.
"""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from insights.queries.proof import proof_of
from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from localdev.owning import as_application
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.schemas.queries.template import fingerprint
from tenants.schemas.steps.migrate_schema import migrate_schema
from tenants.upgrades.enums import MigrationState
from tenants.upgrades.models import SchemaMigration
from tenants.upgrades.queries.migrations import public_is_behind, schemas_behind
from tests.installation import open_shop, schema_of, together

pytestmark = [pytest.mark.owner, pytest.mark.usefixtures("committing")]

_UNIQUE = "ALTER TABLE mfa_authenticator ADD UNIQUE (user_id, type)"
MEND = f"DROP INDEX unique_authenticator_type; {_UNIQUE}"
LATE = f"DROP INDEX unique_primary_email; {MEND}"
"""Undoes what two of allauth's migrations did."""

SPOILT = "DROP INDEX unique_primary_email"
"""After this the first of the two can be applied and the second can't."""


def _take_back(schema, sql=LATE):
    taken = "('0009_emailaddress_unique_primary_email', '0003_authenticator_type_uniq')"
    with in_schema(schema), connection.cursor() as cursor:
        cursor.execute(f"{sql}; DELETE FROM django_migrations WHERE name IN {taken}")


def _indexes(schema):
    """How many of the two there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_indexes WHERE schemaname = %s"
            " AND indexname IN ('unique_primary_email', 'unique_authenticator_type')",
            [schema],
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
    with as_application():
        return [schema_of(open_shop(f"shop-{n}").host) for n in range(3)]


def test_nothing_to_do(shops):
    assert not public_is_behind()
    assert schemas_behind() == []
    assert _run() == "Migrated 0 schemas.\n"
    assert _states() == {}


def test_a_look_costs_one_statement_a_schema(shops, django_assert_num_queries):
    list_grants_and_paths = 4
    with django_assert_num_queries(list_grants_and_paths + Tenant.objects.count()):
        schemas_behind()


def test_those_behind_are_migrated_and_the_others_left_alone(shops):
    a, _b, c = shops
    _take_back(a)
    _take_back(c)
    assert schemas_behind() == [a, c]
    assert _run(jobs=2) == "Migrated 2 schemas.\n"
    assert schemas_behind() == []
    assert [_indexes(schema) for schema in shops] == [2, 2, 2]
    assert [proof_of(schema).findings for schema in shops] == [(), (), ()]
    assert _states() == {a: MigrationState.DONE, c: MigrationState.DONE}
    row = SchemaMigration.objects.get(tenant__schema_name=c)
    assert (row.before, row.after, row.error) == ("", fingerprint(), "")
    assert row.started_at
    assert row.finished_at
    assert row.started_at < row.finished_at


def test_a_schema_that_fails_is_as_it_was_and_named(shops):
    a, b, c = shops
    for schema in shops:
        _take_back(schema, SPOILT if schema == b else LATE)
    said = io.StringIO()
    with pytest.raises(CommandError, match="1 schemas failed and are as they were, 0 were not touched"):
        call_command("migrate_tenants", stderr=said, verbosity=0)
    use_public()
    assert f"{b}: ProgrammingError" in said.getvalue()
    assert _states() == {a: MigrationState.DONE, b: MigrationState.FAILED, c: MigrationState.DONE}
    assert _indexes(b) == 1  # the first of the two was undone with the second

    with in_schema(b), connection.cursor() as cursor:
        cursor.execute(MEND)
    assert _run() == "Migrated 1 schemas.\n"
    assert set(_states().values()) == {MigrationState.DONE}


@pytest.mark.parametrize("by", ["host", "schema"])
def test_a_canary_that_fails_leaves_the_others_untouched(shops, by):
    a, b, c = shops
    for schema in shops:
        _take_back(schema, SPOILT if schema == b else LATE)
    canary = b if by == "schema" else "shop-1.localhost"
    with pytest.raises(CommandError, match="1 schemas failed and are as they were, 2 were not touched"):
        _run(canary=canary, verbosity=0)
    use_public()
    assert [_indexes(schema) for schema in shops] == [0, 1, 0]
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

    assert set(together(run, run)) == {0, 2}


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
        cursor.execute("DROP TABLE webhooks_webhookdelivery, webhooks_webhookendpoint")
        cursor.execute("DELETE FROM auth_permission WHERE codename LIKE '%_webhookendpoint'")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'webhooks'")
    _run()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {schema}.auth_permission WHERE codename LIKE '%_webhookendpoint'")
        assert cursor.fetchone() == (4,)


def test_a_business_gets_the_accounts_that_new_code_posts_to(shops):
    schema = shops[0]
    _take_back(schema)
    with in_schema(schema), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_account WHERE role = 'cogs'")
    _run()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT code, name FROM {schema}.ledger_account WHERE role = 'cogs'")
        assert cursor.fetchall() == [("5000", "Cost of goods sold")]


def test_the_state_is_one_of_four():
    with pytest.raises(IntegrityError, match="schema_migration_state_known"), transaction.atomic():
        SchemaMigration.objects.create(tenant=Tenant.objects.first(), state="lost", after="")
