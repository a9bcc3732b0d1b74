"""Many rows of several tables in one statement, made from models and records."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext

from accounting.tax.models import TaxCode, TaxRate
from accounting.tax.rules.tax import TaxAmount
from audit.models import AuditEntry, OutboxEvent
from kernel.ids import new_id
from kernel.rows import Row, Rows, insert
from tests.shop import now

pytestmark = pytest.mark.usefixtures("tenant")


@dataclass(frozen=True)
class Percent:
    component: str
    percent: Decimal
    note: str = "no column of the model, so not written"


class Colour(StrEnum):
    RED = "red"


def rate_of(code, records):
    same = {"tax_code_id": code.pk, "per_unit": 0, "above": 0, "valid_from": date(2026, 1, 1)}
    return Rows(TaxRate, Percent, records, same)


def an_entry(**changes):
    return {"id": new_id(), "at": now(), "author": "platform", "actor_name": "Counterfoil", "action": "tested",
            "target_type": "test", "target_id": "1", "changes": {}, "session": "", **changes}  # fmt: skip


@pytest.fixture
def code():
    return TaxCode.objects.create(code="TEST", name="Test")


def test_a_thousand_records_take_one_statement(code):
    records = [Percent(f"C{number}", Decimal("1.5")) for number in range(1000)]
    with CaptureQueriesContext(connection) as captured:
        insert(rate_of(code, records))
    assert len(captured) == 1
    assert TaxRate.objects.filter(tax_code=code, percent=Decimal("1.5")).count() == 1000


def test_parts_of_a_document_go_together(code):
    with CaptureQueriesContext(connection) as captured:
        insert(
            Row(OutboxEvent, {"id": new_id(), "kind": "tested", "payload": {}, "occurred_at": now()}),
            rate_of(code, [Percent("A", Decimal(1)), Percent("B", Decimal(2))]),
            Row(AuditEntry, an_entry()),
        )
    assert len(captured) == 1
    assert OutboxEvent.objects.filter(kind="tested").count() == AuditEntry.objects.filter(action="tested").count() == 1
    assert list(TaxRate.objects.filter(tax_code=code).order_by("component").values_list("component", "percent")) == [
        ("A", 1), ("B", 2),
    ]  # fmt: skip


def test_no_records_are_no_rows(code):
    insert(rate_of(code, []))
    assert not TaxRate.objects.filter(tax_code=code).exists()


def test_json_takes_records_decimals_and_words():
    changes = {"tax": TaxAmount("CGST", Decimal("2.50"), 12), "colour": Colour.RED, "on": date(2026, 11, 3)}
    insert(Row(AuditEntry, an_entry(changes=changes)))
    assert AuditEntry.objects.get(action="tested").changes == {
        "tax": {"name": "CGST", "percent": "2.50", "amount": 12}, "colour": "red", "on": "2026-11-03",
    }  # fmt: skip


def test_a_text_that_does_not_fit_is_refused_and_not_cut_off():
    with pytest.raises(DataError, match="too long"):
        insert(Row(AuditEntry, an_entry(action="a" * 61)))


def test_a_column_that_the_model_has_not_is_a_fault_of_ours():
    with pytest.raises(TypeError, match="AuditEntry has no column colour"):
        insert(Row(AuditEntry, an_entry(colour="red")))


def test_it_is_a_part_of_somebodys_transaction():
    connection.in_atomic_block, before = False, connection.in_atomic_block
    try:
        with pytest.raises(RuntimeError, match="outside a transaction"):
            insert(Row(AuditEntry, an_entry()))
    finally:
        connection.in_atomic_block = before
