"""What imports can't show: SQL that reads another room's tables, and queries that write."""

import ast
import re

import pytest
from django.apps import apps

from config.rooms import ROOMS
from tests.house.sources import beside, dotted, modules, parse, texts

OWNERS = {
    table: model._meta.app_label
    for model in apps.get_models(include_auto_created=True)
    for table in [model._meta.db_table]
}
TABLE = re.compile(rf"\b(?:{'|'.join(sorted(OWNERS, key=len, reverse=True))})\b")
SPEAKS_SQL = re.compile(r"\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN)\b")

READS_ANOTHERS = {
    **dict.fromkeys(
        (
            ("accounting.ledger.queries.proof", "company_numberseries"),
            ("accounting.ledger.queries.proof", "company_outlet"),
            ("inventory.stock.queries.proof", "audit_auditentry"),
            ("inventory.stock.queries.proof", "ledger_account"),
            ("inventory.stock.queries.proof", "ledger_accountday"),
            ("inventory.stock.queries.proof", "ledger_journalentry"),
            ("inventory.stock.queries.proof", "ledger_journalline"),
            ("inventory.stock.queries.proof", "ledger_sourcetype"),
            ("sales.selling.queries.proof", "company_numberseries"),
            ("sales.selling.queries.proof", "company_outlet"),
            ("sales.selling.queries.proof", "ledger_account"),
            ("sales.selling.queries.proof", "ledger_journalentry"),
            ("sales.selling.queries.proof", "ledger_journalline"),
            ("sales.selling.queries.proof", "stock_batch"),
            ("sales.selling.queries.proof", "stock_stockmovement"),
        ),
        "the proof compares what rooms say of one document",
    ),
    ("company.queries.workplace", "auth_permission"): "who works there is a permission of django-guardian's",
    ("inventory.catalogue.queries.sellable", "tax_taxcode"): "one statement per cart for prices, rates and all",
    ("inventory.catalogue.queries.sellable", "tax_taxrate"): "one statement per cart for prices, rates and all",
    ("tenants.upgrades.environment", "life_tenant"): "asks whether a business's path leads to it",
}
"""(module, table) → why its SQL names a table of another room. It never writes to one."""

WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES_SQL = re.compile(r"\b(?:INSERT INTO|UPDATE \w+ SET|DELETE FROM|TRUNCATE|ALTER|DROP|CREATE)\b")

WRITES_IN_QUERIES = {
    ("tenants.schemas.queries.template", "update"): "a digest is updated, not a row",
}


def named(tree):
    """The tables that SQL in it names."""
    return {table for text in texts(tree) if SPEAKS_SQL.search(text) for table in TABLE.findall(text)}


def written(tree):
    """The ways in which it writes."""
    calls = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    return calls & WRITES | {word for text in texts(tree) for word in WRITES_SQL.findall(text)}


def test_sql_names_its_own_rooms_tables():
    found = {
        (dotted(path), table) for room, path in modules() for table in named(parse(path)) if OWNERS[table] != room.label
    }
    found |= {(dotted(path), table) for path in beside() for table in named(parse(path))}
    assert found == set(READS_ANOTHERS)


def test_a_rooms_label_begins_its_tables():
    labels = {room.label for room in ROOMS}
    assert all(table.startswith(f"{label}_") for table, label in OWNERS.items() if label in labels)


def test_queries_write_nothing():
    found = {(dotted(path), way) for _, path in modules("queries") for way in written(parse(path))}
    assert found == set(WRITES_IN_QUERIES)


@pytest.mark.parametrize(
    ("source", "tables"),
    [
        ('x = "SELECT * FROM stock_batch"', {"stock_batch"}),
        ('x = f"UPDATE {t} SET x = 1 FROM selling_sale"', {"selling_sale"}),
        ('x = "models.E001: stock_batch"', set()),
        ('x = "SELECT stock_batches"', set()),
    ],
)
def test_a_table_in_sql_is_seen(source, tables):
    assert named(ast.parse(source)) == tables


@pytest.mark.parametrize("source", ["Sale.objects.create()", "sale.save()", 'run("DELETE FROM selling_sale")'])
def test_a_write_is_seen(source):
    assert written(ast.parse(source))
