"""What somebody can do who runs any SQL as the application: nothing that a trigger would have to stop.

Isolation between businesses is no matter of roles: this one role reads every business's schema, and what keeps a
request in its own is the search path (tests/isolation/test_connections.py).
"""

import os

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connection, transaction

from company.queries.outlets import open_outlets
from inventory.catalogue.queries.products import products_on_offer
from kernel.entitlements import Allowance, Entitlements, Meter, QuotaReached, claim_room, entitlements
from kernel.rows import fetch_all
from kernel.schemas import in_schema
from localdev.owning import as_owner, as_role_of
from localdev.roles import user_of
from people.queries.people import active_people
from tenants.schemas.queries.grants import declared_grants, wrong_grants
from tests.shop import make_product, put_on_shelf, sell

APP = settings.DATABASE_APP_ROLE
OWNER = user_of(os.environ["OWNER_DATABASE_URL"])

BOOKS = [
    "UPDATE ledger_journalline SET debit = debit + 1",
    "UPDATE ledger_journalentry SET memo = 'x'",
    "DELETE FROM ledger_journalline",
    "DELETE FROM ledger_journalentry",
    "TRUNCATE ledger_journalline",
    "TRUNCATE ledger_journalentry CASCADE",
    "INSERT INTO ledger_journalline SELECT * FROM ledger_journalline ON CONFLICT (id) DO UPDATE SET debit = 1",
    "MERGE INTO ledger_journalline AS line USING ledger_journalentry AS entry ON line.entry_id = entry.id "
    "WHEN MATCHED THEN UPDATE SET debit = 1",
    "WITH gone AS (DELETE FROM selling_payment RETURNING *) SELECT count(*) FROM gone",
    "UPDATE ledger_accountday SET debit = debit + 1",
    "INSERT INTO ledger_accountday SELECT * FROM ledger_accountday",
    "DELETE FROM ledger_accountday",
    "UPDATE ledger_account SET kind = 'asset'",
    "UPDATE ledger_period SET is_open = false",
    "DELETE FROM ledger_period",
    "INSERT INTO ledger_periodchange SELECT * FROM ledger_periodchange",
    "INSERT INTO ledger_sourcetype VALUES ('gift')",
    "UPDATE company_numberseries SET last_number = last_number + 1000",
    "INSERT INTO company_numberseries (outlet_id, series, fiscal_year, last_number) "
    "SELECT outlet_id, 'new', '2627', 1 FROM company_numberseries",
    "UPDATE tax_taxrate SET valid_from = '2020-01-01'",
    "UPDATE selling_sale SET total = 0",
    "DELETE FROM selling_saleline",
    "UPDATE audit_auditentry SET action = 'x'",
    "DELETE FROM audit_auditentry",
    "UPDATE django_migrations SET name = name",
]

STOCK = [
    "UPDATE stock_batch SET quantity = quantity + 1",
    "UPDATE stock_batch SET unit_cost = 1",
    "UPDATE stock_batch SET outlet_id = outlet_id + 1",
    "UPDATE stock_batch SET expires_on = '2030-01-01'",
    "MERGE INTO stock_batch USING stock_locationstock AS level ON level.variation_id = stock_batch.variation_id "
    "WHEN MATCHED THEN UPDATE SET quantity = 1",
    "DELETE FROM stock_batch",
    "TRUNCATE stock_batch CASCADE",
    "UPDATE stock_stockmovement SET quantity = quantity + 1",
    "DELETE FROM stock_stockmovement",
    "TRUNCATE stock_stockmovement",
    "UPDATE stock_locationstock SET value = value + 1",
    "DELETE FROM stock_stockday",
    "INSERT INTO stock_stockdocument SELECT * FROM stock_stockdocument",
    "UPDATE stock_stockdocument SET value = 0",
    "INSERT INTO stock_movementtype (source_type, code, direction) VALUES ('sale', 'sale', 1)",
]

MAKING = [
    "CREATE SCHEMA mine",
    "CREATE TABLE mine (x int)",
    "CREATE TEMPORARY TABLE ledger_journalentry (id uuid)",
    "CREATE TABLE pg_temp.ledger_journalentry (id uuid)",
    "SELECT 1 AS x INTO mine",
    "SELECT 1 AS x INTO TEMPORARY mine",
    "CREATE TEMPORARY VIEW ledger_journalentry AS SELECT 1 AS id",
    "CREATE TEMPORARY SEQUENCE mine",
    "CREATE VIEW mine AS SELECT 1",
    "CREATE MATERIALIZED VIEW mine AS SELECT 1",
    "CREATE SEQUENCE mine",
    "CREATE TYPE mine AS (x int)",
    "CREATE DOMAIN mine AS int",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql RETURN 1",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql RETURN 1",
    "CREATE AGGREGATE mine (int) (sfunc = int4pl, stype = int)",
    "CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq)",
    "CREATE TABLE mine () INHERITS (ledger_journalline)",
    "CREATE TABLE mine PARTITION OF ledger_journalline DEFAULT",
    "CREATE TABLE public.mine (x int)",
    "CREATE TABLE extensions.mine (x int)",
    "CREATE TRIGGER mine BEFORE INSERT ON ledger_journalline EXECUTE FUNCTION refuse_change()",
    "CREATE RULE mine AS ON INSERT TO ledger_journalline DO INSTEAD NOTHING",
    "CREATE INDEX mine ON ledger_journalline (debit)",
    "CREATE POLICY mine ON ledger_journalline",
    "CREATE STATISTICS mine ON debit, credit FROM ledger_journalline",
    "CREATE EXTENSION hstore",
    "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION refuse_change()",
    "CREATE PUBLICATION mine",
    "CREATE SUBSCRIPTION mine CONNECTION 'dbname=x' PUBLICATION mine WITH (connect = false)",
    "CREATE SERVER mine FOREIGN DATA WRAPPER file_fdw",
    "CREATE ROLE mine",
]

CHANGING = [
    "ALTER TABLE ledger_journalline DISABLE TRIGGER ALL",
    "ALTER TABLE ledger_journalline ADD COLUMN mine int",
    "ALTER TABLE ledger_journalline DROP CONSTRAINT ledger_line_one_side",
    "ALTER TABLE stock_batch NO INHERIT stock_stockmovement",
    "ALTER TABLE stock_batch ALTER COLUMN quantity SET DEFAULT 5",
    "ALTER TABLE ledger_journalline OWNER TO {app}",
    "ALTER TRIGGER ledger_lines_balance ON ledger_journalline RENAME TO mine",
    "ALTER FUNCTION refuse_change() SECURITY INVOKER",
    "ALTER FUNCTION refuse_change() RENAME TO mine",
    "ALTER SCHEMA {schema} RENAME TO mine",
    "ALTER DATABASE {database} SET search_path TO mine",
    "ALTER DATABASE {database} OWNER TO {app}",
    "ALTER ROLE {owner} PASSWORD 'mine'",
    "ALTER ROLE {app} SUPERUSER",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT ALL ON TABLES TO {app}",
    "DROP TABLE ledger_journalline",
    "DROP TRIGGER ledger_lines_balance ON ledger_journalline",
    "DROP FUNCTION refuse_change() CASCADE",
    "DROP INDEX stock_batch_picking",
    "DROP SCHEMA {schema} CASCADE",
    "DROP OWNED BY {owner} CASCADE",
    "REASSIGN OWNED BY {owner} TO {app}",
    "COMMENT ON TABLE ledger_journalline IS 'mine'",
    "REINDEX TABLE ledger_journalline",
    "CLUSTER ledger_journalline USING ledger_journalline_pkey",
    "LOCK TABLE ledger_journalline IN ACCESS EXCLUSIVE MODE",
]

BECOMING = [
    "SET ROLE {owner}",
    "SET LOCAL ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
    "SET session_replication_role = replica",
    "SELECT set_config('session_replication_role', 'replica', false)",
    "GRANT {owner} TO {app}",
    "GRANT pg_write_all_data TO {app}",
]

REACHING = [
    "SELECT setval('company_outlet_id_seq', 1)",
    "SELECT nextval('company_outlet_id_seq')",
    "SELECT refuse_change()",
    "COPY ledger_journalline TO PROGRAM 'cat'",
    "COPY ledger_journalline FROM PROGRAM 'cat'",
    "COPY ledger_journalline TO '/tmp/mine'",
    "COPY stock_locationstock FROM STDIN",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT rolpassword FROM pg_authid",
    "SELECT pg_reload_conf()",
]

ALONE = ["CREATE DATABASE mine", "ALTER SYSTEM SET session_replication_role = replica", "DROP DATABASE {database}"]
"""These run outside a transaction."""

ATTACKS = [*BOOKS, *STOCK, *MAKING, *CHANGING, *BECOMING, *REACHING]

NOT_FOR_WANT_OF_PRIVILEGE = {
    "CREATE TABLE mine PARTITION OF ledger_journalline DEFAULT",
    "CREATE EXTENSION hstore",
    "CREATE SERVER mine FOREIGN DATA WRAPPER file_fdw",
    "SELECT refuse_change()",
}
"""Refused before anybody asks who it is."""


@pytest.fixture
def books(tenant, owner, outlet):
    """A business that has sold something."""
    thing = make_product(owner)
    put_on_shelf(owner, outlet, thing, 5)
    sell(owner, outlet, (thing, 2))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def told(statement, tenant):
    names = {"app": APP, "owner": OWNER, "schema": tenant.schema_name, "database": connection.settings_dict["NAME"]}
    return statement.format(**names) if "{" in statement else statement


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_application_may_not(books, tenant, attack):
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(told(attack, tenant))
    cause = refused.value.__cause__
    if attack not in NOT_FOR_WANT_OF_PRIVILEGE:
        assert cause.sqlstate == "42501", f"{cause.sqlstate}: {cause}"


@pytest.mark.parametrize("attack", ALONE)
def test_nor_may_it_outside_a_transaction(tenant, attack):
    console = psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True)
    with console, pytest.raises(psycopg.errors.InsufficientPrivilege):
        console.execute(told(attack, tenant))


@pytest.mark.parametrize(
    "attack",
    [
        "GRANT UPDATE ON ledger_journalline TO {app}",
        "GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {app}",
        "GRANT CREATE ON SCHEMA {schema} TO {app}",
        "GRANT TEMPORARY ON DATABASE {database} TO {app}",
        "GRANT EXECUTE ON FUNCTION refuse_change() TO {app}",
        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO {app}",
    ],
)
def test_granting_to_oneself_is_no_error_and_has_no_effect(tenant, attack):
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(told(attack, tenant))
        except ProgrammingError as refused:
            assert refused.__cause__.sqlstate == "42501"  # noqa: PT017 (some of them are refused outright)
    assert wrong_grants([tenant.schema_name]) == {}
    assert fetch_all("SELECT has_database_privilege(current_database(), 'TEMPORARY')") == [(False,)]


def test_a_batch_can_be_locked_and_not_changed_by_the_column_that_locking_needs(books):
    with connection.cursor() as cursor:
        before = fetch_all("SELECT * FROM stock_batch FOR NO KEY UPDATE")
        cursor.execute("UPDATE stock_batch SET in_stock = DEFAULT")
        assert fetch_all("SELECT * FROM stock_batch") == before
        with pytest.raises(ProgrammingError, match="in_stock"), transaction.atomic():
            cursor.execute("UPDATE stock_batch SET in_stock = false")


@pytest.mark.parametrize(
    ("meter", "counted"),
    [(Meter.OUTLETS, open_outlets), (Meter.PEOPLE, active_people), (Meter.PRODUCTS, products_on_offer)],
)
def test_what_a_plan_limits_can_be_locked_and_counted(tenant, meter, counted):
    """LOCK TABLE takes a privilege on the whole table, and no other statement needs it."""
    token = entitlements.set(Entitlements(allowances={meter: Allowance(0)}))
    try:
        with pytest.raises(QuotaReached):
            claim_room(meter, counted())
    finally:
        entitlements.reset(token)


def test_whatever_is_not_granted_is_refused_on_every_table(books, tenant):
    """Asked of each table by doing it, because a catalogue may be read wrongly."""
    statements = {
        "INSERT": "INSERT INTO {table} SELECT * FROM {table}",
        "UPDATE": "UPDATE {table} SET {column} = {column}",
        "DELETE": "DELETE FROM {table}",
    }
    tables = dict(fetch_all(
        "SELECT relname, min(attname) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 "
        "WHERE relnamespace = %s::regnamespace AND relkind = 'r' AND attgenerated = '' AND NOT attisdropped "
        "GROUP BY relname",
        [tenant.schema_name],
    ))  # fmt: skip
    assert len(tables) > 40
    for table, column in tables.items():
        for privilege in statements.keys() - declared_grants()[table].privileges:
            statement = statements[privilege].format(table=table, column=column)
            with pytest.raises(ProgrammingError) as refused, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
            assert refused.value.__cause__.sqlstate == "42501", statement


def test_another_business_can_be_read_by_its_name_and_not_be_broken(shops):
    """The one role reads them all: known, and no matter of this role (see above)."""
    a, b = shops
    with in_schema(a.schema), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {b.schema}.people_user")
        assert cursor.fetchone() == (1,)
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(f"DELETE FROM {b.schema}.audit_auditentry")
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(f"DROP SCHEMA {b.schema} CASCADE")


def test_the_reader_runs_none_of_it(tenant):
    url = os.environ["READER_DATABASE_URL"]
    connection.set_schema_to_public()
    with psycopg.connect(url, dbname=connection.settings_dict["NAME"], autocommit=True) as reader:
        reader.execute(f"SET search_path TO {tenant.schema_name}, extensions")
        for attack in ATTACKS:
            with pytest.raises(psycopg.Error):
                reader.execute(told(attack, tenant))
        for function in settings.CALLED_FUNCTIONS:
            called = f"SELECT has_function_privilege(oid, 'EXECUTE') FROM pg_proc WHERE proname = '{function}'"
            assert {may for (may,) in reader.execute(called)} == {False}


@pytest.mark.parametrize("address", ["DATABASE_URL", "READER_DATABASE_URL"])
def test_a_schema_is_dumped_by_who_only_reads(shops, address):
    """Every sequence can be read: one that can't be stops the whole dump."""
    from tenants.schemas.steps.pg_dump import pg_dump

    a, _b = shops
    with as_role_of(os.environ[address]):
        written = b"".join(pg_dump(a.schema))
    assert b"PostgreSQL database dump complete" in written
    assert b"GRANT " not in written


def test_the_role_cannot_change_inside_a_transaction(tenant):
    with pytest.raises(RuntimeError, match="inside a transaction"), as_owner():
        pass
