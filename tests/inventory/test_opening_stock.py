from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounting.ledger.models import JournalEntry
from accounting.ledger.queries import trial_balance
from audit.models import AuditEntry, OutboxEvent
from company.scope import scope_of
from inventory.stock.models import Batch
from inventory.stock.operations.record_opening_stock import OpeningLine, RecordOpeningStock, record_opening_stock
from kernel.errors import InvalidInput, NotAllowed, NotFound
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import make_product, now, sell


def record(actor, outlet, *lines, **more):
    return record_opening_stock(actor=actor, command=RecordOpeningStock(outlet.id, tuple(lines), **more), now=now())


def test_goods_of_before_the_books_go_on_the_shelf_and_into_the_books(owner, outlet):
    rice, milk = make_product(owner, unit="kg"), make_product(owner)
    done = record(
        owner, outlet,
        OpeningLine(rice, Decimal("12.345"), 40_10, "R-1"),
        OpeningLine(milk, Decimal(24), 25_00, "M-7", date(2026, 12, 1)),
    )  # fmt: skip
    assert done.value == 495_03 + 600_00  # 12.345 kg × 40.10 = 495.0345, rounded half-up
    assert [(b.number, b.quantity, b.value, b.expires_on) for b in Batch.objects.order_by("pk")] == [
        ("R-1", Decimal("12.345"), 495_03, None),
        ("M-7", Decimal(24), 600_00, date(2026, 12, 1)),
    ]
    balance = {
        row.code: (row.debit, row.credit)
        for row in trial_balance(scope_of(owner), as_of=now().date() + timedelta(days=1)).rows
    }
    assert balance == {"1200": (1095_03, 0), "3000": (0, 1095_03)}
    assert AuditEntry.objects.get(action="inventory.opening_stock.recorded").changes["value"] == 1095_03
    assert OutboxEvent.objects.get(kind="inventory.opening_stock_recorded").payload["outlet_id"] == outlet.id
    assert_books_and_stock_are_right()


def test_all_wrong_lines_are_named_at_once_and_nothing_is_changed(owner, outlet):
    piece = make_product(owner)
    with pytest.raises(InvalidInput) as refused:
        record(
            owner, outlet,
            OpeningLine(piece, Decimal("1.5"), 1),
            OpeningLine(10**9, Decimal(1), 1),
            OpeningLine(piece, Decimal(-1), -1),
            OpeningLine(piece, Decimal("0.0001"), 1),
        )  # fmt: skip
    assert set(refused.value.errors) == {
        "lines.0.quantity", "lines.1.variation_id", "lines.2.quantity", "lines.2.unit_cost", "lines.3.quantity",
    }  # fmt: skip
    assert Batch.objects.count() == 0


def test_what_is_kept_by_expiry_needs_one(owner, outlet):
    milk = make_product(owner, tracks_expiry=True)
    with pytest.raises(InvalidInput) as refused:
        record(owner, outlet, OpeningLine(milk, Decimal(1), 1))
    assert set(refused.value.errors) == {"lines.0.expires_on"}


def test_what_can_only_be_a_mistake_is_refused(owner, outlet):
    thing = make_product(owner)
    with pytest.raises(InvalidInput) as refused:
        record(owner, outlet, OpeningLine(thing, Decimal(99999999999), 0))
    assert set(refused.value.errors) == {"lines.0.quantity"}
    with pytest.raises(InvalidInput) as refused:
        record(owner, outlet, *[OpeningLine(thing, Decimal(1), 10**12)] * 2)
    assert set(refused.value.errors) == {"lines.1.unit_cost"}
    with pytest.raises(InvalidInput) as refused:
        record(owner, outlet, *[OpeningLine(thing, Decimal(10**7), 0)] * 3)
    assert set(refused.value.errors) == {"lines.1.quantity", "lines.2.quantity"}


def test_it_takes_the_same_statements_for_one_line_and_for_fifty(owner, outlet):
    things = [make_product(owner) for _ in range(50)]
    counts = []
    for some in (things[:1], things[:1], things):
        with CaptureQueriesContext(connection) as statements:
            record(owner, outlet, *(OpeningLine(thing, Decimal(5), 100) for thing in some))
        counts.append(len(statements))
    assert counts[1] == counts[2] <= counts[0]


def test_outside_the_permission_nothing_happens(staff, auditor, owner, outlet, other_outlet, manager):
    thing = make_product(owner)
    for actor in (staff, auditor):
        with pytest.raises(NotAllowed):
            record(actor, outlet, OpeningLine(thing, Decimal(5), 100))
    with pytest.raises(NotFound):
        scope_of(manager).outlet(other_outlet.id)
    assert Batch.objects.count() == 0


def test_nothing_arrives_in_the_future_or_in_nothing(owner, outlet):
    thing = make_product(owner)
    with pytest.raises(InvalidInput, match="correct"):
        record(owner, outlet, OpeningLine(thing, Decimal(5), 100), received_at=now() + timedelta(days=1))
    with pytest.raises(InvalidInput):
        record(owner, outlet)


def test_goods_worth_nothing_post_nothing_and_take_no_number(owner, outlet):
    thing = make_product(owner)
    free = record(owner, outlet, OpeningLine(thing, Decimal(3), 0))
    assert (free.number, free.value) == ("", 0)
    assert not JournalEntry.objects.exists()
    assert record(owner, outlet, OpeningLine(thing, Decimal(1), 100)).number.endswith("/1")
    assert sell(owner, outlet, (thing, 4)).cost == 100
    assert_books_and_stock_are_right()
