"""What each role may do to each table, sequence, function, schema and the database: what is declared, and no more."""

import os

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from kernel.grants import APPENDED, Grants
from kernel.rows import fetch_all
from kernel.schemas import PUBLIC, use_public
from localdev.owning import as_owner
from localdev.roles import user_of
from tenants.schemas.jobs.refill_pool import refill_pool
from tenants.schemas.models import SpareSchema
from tenants.schemas.queries import grants
from tenants.schemas.queries.grants import declared_grants, wrong_grants
from tenants.schemas.rules.grants import Granted
from tenants.schemas.steps.grant import grant_schema
from tenants.upgrades.queries.migrations import schemas_behind
from tests.installation import open_shop, schema_of

APP, READER = settings.DATABASE_APP_ROLE, settings.DATABASE_READER_ROLE

pytestmark = pytest.mark.usefixtures("committing")

OWNED = """
    SELECT relname FROM pg_class WHERE relnamespace = ANY (%(schemas)s::regnamespace[]) AND relowner <> %(owner)s::regrole
    UNION ALL
    SELECT proname FROM pg_proc WHERE pronamespace = ANY (%(schemas)s::regnamespace[]) AND proowner <> %(owner)s::regrole
    UNION ALL
    SELECT nspname FROM pg_namespace
     WHERE nspname = ANY (%(schemas)s) AND nspowner NOT IN (%(owner)s::regrole, 'pg_database_owner'::regrole)
"""


@pytest.fixture
def schema():
    """Of a business that signed up."""
    return schema_of(open_shop().host)


def owner():
    return user_of(os.environ["OWNER_DATABASE_URL"])


def test_a_business_and_the_public_schema_grant_what_is_declared(schema):
    assert wrong_grants([schema, PUBLIC]) == {}


def test_so_does_a_schema_that_waits():
    with as_owner():
        refill_pool(size=1)
    assert wrong_grants([SpareSchema.objects.get().schema_name]) == {}


def test_the_application_owns_nothing(schema):
    assert fetch_all(OWNED, {"schemas": [schema, PUBLIC], "owner": owner()}) == []
    assert fetch_all("SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()") == [(owner(),)]
    assert fetch_all("SELECT current_user, session_user") == [(APP, APP)]


@pytest.mark.parametrize("role", [APP, READER])
def test_the_two_roles_have_no_power_over_the_server_and_are_nobody_else(role):
    (powers,) = fetch_all(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles WHERE rolname = %s",
        [role],
    )
    assert not any(powers)
    others = {"owner": owner(), "other": READER if role == APP else APP, "role": role}
    member = "SELECT pg_has_role(%(role)s, %(owner)s, 'MEMBER'), pg_has_role(%(role)s, %(other)s, 'MEMBER')"
    assert fetch_all(member, others) == [(False, False)]


def test_the_owner_is_no_superuser():
    (powers,) = fetch_all("SELECT rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = %s", [owner()])
    assert not any(powers)


@pytest.mark.parametrize("role", [APP, READER, "public"])
def test_nobody_makes_schemas_or_temporary_tables(schema, role):
    may = "SELECT has_database_privilege(%s, current_database(), %s)"
    assert fetch_all(may, [role, "CREATE"]) == fetch_all(may, [role, "TEMPORARY"]) == [(False,)]
    assert fetch_all(may, [role, "CONNECT"]) == [(role != "public",)]
    for place in (schema, PUBLIC, "extensions"):
        may = "SELECT has_schema_privilege(%s, %s, %s)"
        assert fetch_all(may, [role, place, "CREATE"]) == [(False,)]
        assert fetch_all(may, [role, place, "USAGE"]) == [(role != "public",)]


def test_every_declaration_is_of_a_table(schema):
    tables = fetch_all("SELECT relname FROM pg_class WHERE relnamespace = ANY (%s::regnamespace[])", [[schema, PUBLIC]])
    assert set(declared_grants()) - {name for (name,) in tables} == set()


def test_a_table_of_which_nothing_is_said_fails(schema, monkeypatch):
    declared = {table: found for table, found in declared_grants().items() if table != "company_outlet"}
    monkeypatch.setattr(grants, "declared_grants", lambda: declared)
    with as_owner(), pytest.raises(LookupError, match="company_outlet"), transaction.atomic():
        grant_schema(schema)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ("GRANT UPDATE ON {}.ledger_journalline TO {app}", Granted("table", "ledger_journalline", APP, "UPDATE")),
        ("GRANT UPDATE (debit) ON {}.ledger_journalline TO {app}",
         Granted("column", "ledger_journalline.debit", APP, "UPDATE")),
        ("GRANT INSERT ON {}.company_outlet TO {reader}", Granted("table", "company_outlet", READER, "INSERT")),
        ("GRANT SELECT ON {}.people_user TO PUBLIC", Granted("table", "people_user", "PUBLIC", "SELECT")),
        ("GRANT UPDATE ON {}.company_outlet_id_seq TO {app}", Granted("sequence", "company_outlet_id_seq", APP, "UPDATE")),
        ("GRANT CREATE ON SCHEMA {} TO {app}", Granted("schema", "", APP, "CREATE")),
        ("CREATE FUNCTION {}.f() RETURNS int LANGUAGE sql RETURN 1", Granted("function", "f", "PUBLIC", "EXECUTE")),
    ],
)  # fmt: skip
def test_what_was_granted_beside_the_declaration_is_found_and_taken_back(schema, changed, found):
    with as_owner():
        with connection.cursor() as cursor:
            cursor.execute(changed.format(schema, app=APP, reader=READER))
        assert wrong_grants([schema])[schema].too_much == {found}
        assert schemas_behind() == [schema]
        with transaction.atomic():
            grant_schema(schema)
        assert wrong_grants([schema]) == {}


def test_what_is_missing_is_found_too(schema):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"REVOKE SELECT ON {schema}.company_outlet FROM {READER}")
    assert wrong_grants([schema])[schema].missing == {Granted("table", "company_outlet", READER, "SELECT")}


def test_the_reader_reads_everything_and_writes_nothing(schema):
    url = os.environ["READER_DATABASE_URL"]
    use_public()
    with psycopg.connect(url, dbname=connection.settings_dict["NAME"], autocommit=True) as reader:
        for table in declared_grants():
            place = schema if fetch_all("SELECT to_regclass(%s)", [f"{schema}.{table}"]) != [(None,)] else PUBLIC
            reader.execute(f"SELECT count(*) FROM {place}.{table}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(f"DELETE FROM {place}.{table}")


def test_a_column_comes_on_top_of_the_table():
    assert APPENDED.and_update("in_stock") == Grants(frozenset({"INSERT"}), ("in_stock",))
