"""Who owns a schema, or is a superuser, can make anything in it otherwise. Whatever is, the proof names it."""

import pytest
from django.db import connection, transaction

from insights.queries.proof import proof_of
from kernel.schemas import PUBLIC, in_schema
from localdev.owning import as_superuser
from tenants.schemas.queries.proof import (
    GRANTED,
    LACKING,
    OTHER_CODE,
    OTHERWISE,
    OWNERS,
    UNDECLARED,
    UNGRANTED,
    owner_findings,
    schema_findings,
)
from tenants.schemas.queries.template import current_catalogue

DANGLING = "rows name others that are not there"
NOTHING = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"

BREAKS = [
    (LACKING, "stock_batch_stays", "DROP TRIGGER stock_batch_stays ON stock_batch"),
    (LACKING, "ledger_line_one_side", "ALTER TABLE ledger_journalline DROP CONSTRAINT ledger_line_one_side"),
    (LACKING, "ledger_line_of_entry", "ALTER TABLE ledger_journalline DROP CONSTRAINT ledger_line_of_entry"),
    (LACKING, "stock_batch_picking", "DROP INDEX stock_batch_picking"),
    (LACKING, "ledger_journalentry.memo", "ALTER TABLE ledger_journalentry DROP COLUMN memo"),
    (LACKING, "stock_stockday", "DROP TABLE stock_stockday"),
    (LACKING, "ledger_keep_business", "DROP FUNCTION ledger_keep_business() CASCADE"),
    (UNDECLARED, "gift", "CREATE TABLE gift (id int)"),
    (UNDECLARED, "gift", "CREATE VIEW gift AS SELECT 1"),
    (UNDECLARED, "gift", "CREATE MATERIALIZED VIEW gift AS SELECT 1"),
    (UNDECLARED, "gift", "CREATE TYPE gift AS ENUM ('a')"),
    (UNDECLARED, "gift", "CREATE SEQUENCE gift"),
    (
        UNDECLARED,
        "gift",
        "CREATE FOREIGN DATA WRAPPER far; CREATE SERVER far FOREIGN DATA WRAPPER far;"
        " CREATE FOREIGN TABLE gift (id int) SERVER far",
    ),
    (UNDECLARED, "gift", "CREATE RULE gift AS ON INSERT TO selling_payment DO INSTEAD NOTHING"),
    (UNDECLARED, "gift()", f"CREATE FUNCTION gift() {NOTHING}"),
    (
        UNDECLARED,
        "selling_payment.gift",
        "CREATE TRIGGER gift BEFORE INSERT ON selling_payment FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    ),
    (UNDECLARED, "gift", "CREATE POLICY gift ON selling_payment USING (true)"),
    (UNDECLARED, "===", "CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)"),
    (UNDECLARED, "gift of ledger_journalline", "CREATE TABLE gift () INHERITS (ledger_journalline)"),
    (
        UNDECLARED,
        "elsewhere.gift of ledger_journalline",
        "CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.gift () INHERITS (ledger_journalline)",
    ),
    (
        UNDECLARED,
        "ledger_tenderaccount of gift",
        "CREATE TABLE gift (LIKE ledger_tenderaccount) PARTITION BY LIST (method);"
        " ALTER TABLE gift ATTACH PARTITION ledger_tenderaccount DEFAULT",
    ),
    (UNDECLARED, "selling_payment_amount_check", "ALTER TABLE selling_payment ADD CHECK (amount > 7)"),
    (UNDECLARED, "selling_payment.gift", "ALTER TABLE selling_payment ADD COLUMN gift int"),
    (UNDECLARED, "default acl", "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT ALL ON TABLES TO PUBLIC"),
    (OTHERWISE, "stock_batch_stays", "ALTER TABLE stock_batch DISABLE TRIGGER stock_batch_stays"),
    (OTHERWISE, "stock_batch_stays", "ALTER TABLE stock_batch ENABLE REPLICA TRIGGER stock_batch_stays"),
    (OTHERWISE, "RI_FKey_check_ins", "ALTER TABLE ledger_journalline DISABLE TRIGGER ALL"),
    (OTHERWISE, "refuse_change()", f"CREATE OR REPLACE FUNCTION refuse_change() {NOTHING}"),
    (OTHERWISE, "ledger_balance_lines()", "ALTER FUNCTION ledger_balance_lines() SECURITY INVOKER"),
    (OTHERWISE, "ledger_balance_lines()", "ALTER FUNCTION ledger_balance_lines() RESET search_path"),
    (
        OTHERWISE,
        "ledger_balance_lines()",
        "ALTER FUNCTION ledger_balance_lines() SET search_path TO pg_temp, {schema}, extensions",
    ),
    (
        OTHERWISE,
        "ledger_line_one_side",
        "ALTER TABLE ledger_journalline DROP CONSTRAINT ledger_line_one_side,"
        " ADD CONSTRAINT ledger_line_one_side CHECK (true)",
    ),
    (
        OTHERWISE,
        "stock_batch_picking",
        "DROP INDEX stock_batch_picking; CREATE INDEX stock_batch_picking ON stock_batch (outlet_id)",
    ),
    (
        OTHERWISE,
        "stock_batch_picking",
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'stock_batch_picking'::regclass",
    ),
    (OTHERWISE, "stock_stockday", "ALTER TABLE stock_stockday SET UNLOGGED"),
    (OTHERWISE, "selling_payment", "ALTER TABLE selling_payment ENABLE ROW LEVEL SECURITY"),
    (OTHERWISE, "selling_payment.amount", "ALTER TABLE selling_payment ALTER amount DROP NOT NULL"),
    (OTHERWISE, "selling_payment.amount", "ALTER TABLE selling_payment ALTER amount TYPE numeric"),
    (OTHERWISE, "selling_payment.amount", "ALTER TABLE selling_payment ALTER amount SET DEFAULT 7"),
    (OTHERWISE, "selling_payment_id_seq", "ALTER SEQUENCE selling_payment_id_seq INCREMENT BY 7"),
    (OWNERS.name, "stock_batch", "ALTER TABLE stock_batch OWNER TO counterfoil_app"),
    (OWNERS.name, "refuse_change", "ALTER FUNCTION refuse_change() OWNER TO counterfoil_app"),
    (OWNERS.name, "{schema}", "ALTER SCHEMA {schema} OWNER TO counterfoil_app"),
    (GRANTED, "stock_batch", "GRANT DELETE ON stock_batch TO counterfoil_app"),
    (GRANTED, "stock_batch.value", "GRANT UPDATE (value) ON stock_batch TO counterfoil_app"),
    (GRANTED, "stock_batch", "GRANT TRIGGER ON stock_batch TO counterfoil_app"),
    (GRANTED, "selling_sale", "GRANT INSERT ON selling_sale TO counterfoil_reader"),
    (GRANTED, "PUBLIC", "GRANT SELECT ON selling_sale TO PUBLIC"),
    (GRANTED, "gift", "CREATE ROLE gift; GRANT SELECT ON selling_sale TO gift"),
    (GRANTED, "CREATE", "GRANT CREATE ON SCHEMA {schema} TO counterfoil_app"),
    (GRANTED, "ledger_total_lines", "GRANT EXECUTE ON FUNCTION ledger_total_lines() TO counterfoil_app"),
    (UNGRANTED, "selling_sale", "REVOKE SELECT ON selling_sale FROM counterfoil_reader"),
    (UNGRANTED, "USAGE", "REVOKE USAGE ON SCHEMA {schema} FROM counterfoil_app"),
    (OTHER_CODE, "stock.0002_guarantees", "DELETE FROM django_migrations WHERE app = 'stock'"),
    (
        OTHER_CODE,
        "stock.0099_later",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('stock', '0099_later', now())",
    ),
    (DANGLING, "tax_taxrate", "UPDATE tax_taxrate SET tax_code_id = 0 WHERE id = (SELECT min(id) FROM tax_taxrate)"),
]


@pytest.fixture
def schema(shared_business, django_db_blocker):
    with django_db_blocker.unblock():
        yield shared_business.tenant.schema_name


def found_after(schema, damage, ask):
    """What is found of it; it is undone at once."""
    with as_superuser(), in_schema(schema), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(damage)
        found = ask()
        transaction.set_rollback(True)
    return {finding.question: finding.shown for finding in found}


def test_a_schema_as_it_was_made_is_right(schema):
    assert proof_of(schema).findings == ()
    assert proof_of(PUBLIC).findings == ()


@pytest.mark.parametrize(("question", "named", "damage"), BREAKS)
def test_whatever_is_made_otherwise_is_named(schema, question, named, damage):
    expected = current_catalogue()
    found = found_after(schema, damage.format(schema=schema), lambda: schema_findings(expected))
    assert question in found
    assert named.format(schema=schema) in str(found[question])


@pytest.mark.parametrize(
    ("question", "damage"),
    [
        (OWNERS.name, "ALTER TABLE life_tenant OWNER TO counterfoil_app"),
        (GRANTED, "GRANT DELETE ON schemas_template TO counterfoil_app"),
        (UNGRANTED, "REVOKE SELECT ON life_tenant FROM counterfoil_app"),
    ],
)
def test_so_it_is_in_the_public_schema(schema, question, damage):
    assert question in found_after(PUBLIC, damage, owner_findings)


def test_a_schema_of_other_code_is_told_once(schema):
    damage = "DELETE FROM django_migrations WHERE app = 'stock'; DROP TABLE stock_stockday; CREATE TABLE gift (id int)"
    expected = current_catalogue()
    found = found_after(schema, damage, lambda: schema_findings(expected))
    assert LACKING not in found
    assert UNDECLARED not in found
    assert found[OTHER_CODE] == ({"migration": "stock.0001_initial"}, {"migration": "stock.0002_guarantees"})


def test_of_a_long_definition_the_part_that_differs_is_shown(schema):
    expected = current_catalogue()
    body = next(right for (kind, name), (right, *_) in expected.items() if name == "stock_apply_movements()")
    changed = body.replace("t_template", schema).replace("goods leave before they came", "goods may leave")
    (row,) = found_after(schema, changed, lambda: schema_findings(expected))[OTHERWISE]
    assert "goods may leave" in row["found"]
    assert "goods leave before they came" in row["declared"]
    assert len(row["found"]) == 300
