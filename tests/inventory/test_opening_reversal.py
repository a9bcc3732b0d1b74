"""An opening stock that was wrong is taken back as a whole; what was sold of it can't be."""

import threading
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounting.ledger.models import JournalEntry, Period
from accounting.ledger.operations.close_period import close_period
from accounting.ledger.queries import trial_balance
from audit.models import AuditEntry, OutboxEvent
from company.scope import scope_of
from inventory.catalogue.models import Variation
from inventory.stock.errors import InsufficientStock, OpeningStockReversed
from inventory.stock.models import Batch, StockMovement
from inventory.stock.operations.record_opening_stock import OpeningLine, RecordOpeningStock, record_opening_stock
from inventory.stock.operations.reverse_opening_stock import reverse_opening_stock
from inventory.stock.queries.openings import openings
from kernel.errors import InvalidInput, NotAllowed, NotFound
from tests.installation import together
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import last_month, make_product, now, sell

WRONG = "The barcode became the cost."


def opened(actor, outlet, *costs, at=None):
    lines = tuple(OpeningLine(make_product(actor), Decimal(12), cost) for cost in costs)
    command = RecordOpeningStock(outlet.id, lines, at)
    return record_opening_stock(actor=actor, command=command, now=now()), lines


def reverse(actor, opening_id, reason=WRONG):
    reverse_opening_stock(actor=actor, opening_id=opening_id, reason=reason, now=now())


def test_its_goods_leave_the_shelf_and_its_entry_is_mirrored(owner, outlet):
    done, _ = opened(owner, outlet, 96_385_074, 60_00)
    reverse(owner, done.id)
    assert set(Batch.objects.values_list("quantity", "value")) == {(0, 0)}
    assert {(row.debit, row.credit) for row in trial_balance(scope_of(owner), as_of=now().date()).rows} == {(0, 0)}
    mirror = JournalEntry.objects.get(reverses__number=done.number)
    assert (mirror.source_type, mirror.source_id) == ("opening_stock_reversal", done.id)
    assert set(StockMovement.objects.filter(kind="opening_reversal").values_list("reason", flat=True)) == {WRONG}
    entry = AuditEntry.objects.get(action="inventory.opening_stock.reversed")
    assert (entry.actor, entry.changes["reason"]) == (owner, WRONG)
    assert OutboxEvent.objects.get(kind="inventory.opening_stock_reversed").payload["document_id"] == str(done.id)
    assert_books_and_stock_are_right()


def test_one_of_a_closed_month_is_taken_back_today(owner, outlet):
    done, _ = opened(owner, outlet, 60_00, at=last_month())
    close_period(actor=owner, period_id=Period.objects.get().pk, now=now())
    reverse(owner, done.id)
    assert JournalEntry.objects.get(reverses__isnull=False).date == outlet.day_of(now())
    assert_books_and_stock_are_right()


def test_goods_worth_nothing_leave_without_an_entry(owner, outlet):
    done, _ = opened(owner, outlet, 0)
    reverse(owner, done.id)
    assert Batch.objects.get().quantity == 0
    assert not JournalEntry.objects.exists()
    with pytest.raises(OpeningStockReversed):
        reverse(owner, done.id)
    assert_books_and_stock_are_right()


def test_what_was_sold_of_it_is_named_and_nothing_is_changed(owner, outlet):
    done, lines = opened(owner, outlet, 60_00, 70_00)
    sold = lines[0]
    sell(owner, outlet, (sold.variation_id, 2))
    with pytest.raises(InsufficientStock) as refused:
        reverse(owner, done.id)
    name = Variation.objects.get(pk=sold.variation_id).product.name
    assert refused.value.data["lines"] == [
        {"variation_id": sold.variation_id, "name": name, "wanted": "12", "available": "10"}
    ]
    assert not StockMovement.objects.filter(kind="opening_reversal").exists()


def test_it_is_taken_back_once(owner, outlet):
    done, _ = opened(owner, outlet, 60_00)
    reverse(owner, done.id)
    with pytest.raises(OpeningStockReversed):
        reverse(owner, done.id)
    assert [row.is_reversed for row in openings(scope_of(owner))] == [True]


@pytest.mark.committed
def test_of_two_at_once_one_takes_it_back(tenant, owner, outlet):
    done, _ = opened(owner, outlet, 60_00)

    def try_it():
        connection.set_tenant(tenant)
        try:
            reverse(owner, done.id)
        except OpeningStockReversed:
            return "reversed already"
        return "reversed"

    assert sorted(map(str, together(try_it, try_it, try_it))) == ["reversed", "reversed already", "reversed already"]
    assert_books_and_stock_are_right()


@pytest.mark.committed
def test_a_sale_and_a_reversal_at_once_leave_the_books_right(tenant, owner, outlet):
    done, lines = opened(owner, outlet, 60_00)
    started = threading.Barrier(2)

    def attempt(work):
        connection.set_tenant(tenant)
        started.wait()
        try:
            work()
        except InsufficientStock:
            return "short"
        return "done"

    told = together(
        lambda: attempt(lambda: reverse(owner, done.id)),
        lambda: attempt(lambda: sell(owner, outlet, (lines[0].variation_id, 1))),
    )
    assert sorted(map(str, told)) == ["done", "short"]
    assert_books_and_stock_are_right()


def test_a_reason_is_asked_for(owner, outlet):
    done, _ = opened(owner, outlet, 60_00)
    with pytest.raises(InvalidInput):
        reverse(owner, done.id, " ")


def test_who_may_and_where(owner, manager, staff, outlet, other_outlet):
    here, _ = opened(owner, outlet, 60_00)
    elsewhere, _ = opened(owner, other_outlet, 60_00)
    with pytest.raises(NotAllowed):
        reverse(staff, here.id)
    for missing in (elsewhere.id, uuid4(), UUID(int=0)):
        with pytest.raises(NotFound):
            reverse(manager, missing)
    assert not StockMovement.objects.filter(kind="opening_reversal").exists()
    reverse(manager, here.id)


def test_the_statements_are_as_many_for_one_batch_as_for_three(owner, outlet):
    counted = []
    for costs in ((60_00,), (60_00, 70_00, 80_00)):
        done, _ = opened(owner, outlet, *costs)
        with CaptureQueriesContext(connection) as statements:
            reverse(owner, done.id)
        counted.append(len(statements))
    assert counted[0] == counted[1]
