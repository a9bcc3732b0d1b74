from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from accounting.ledger.enums import TenderMethod
from accounting.ledger.models import JournalEntry, Period
from accounting.ledger.operations.close_period import close_period
from audit.models import AuditEntry
from company.models import Business, NumberSeries
from company.scope import scope_of
from company.steps.next_number import next_number
from inventory.catalogue.models import Product
from inventory.stock.errors import InsufficientStock
from inventory.stock.models import Batch, StockMovement
from kernel.errors import InvalidInput, NotAllowed
from sales.selling.models import Sale, SaleLine
from sales.selling.operations.record_sale import RecordSale, record_sale
from sales.selling.queries import quote, sale_for
from sales.selling.rules.pricing import CartLine
from sales.selling.rules.tenders import Tender
from tests.installation import undone
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import last_month, make_product, now, put_on_shelf, sell

CASH = TenderMethod.CASH


def command(outlet, *lines, payments=((CASH, 10**9),), **more):
    return RecordSale(outlet.id, tuple(lines), tuple(Tender(*payment) for payment in payments), **more)


def record(actor, outlet, *lines, **more):
    return record_sale(actor=actor, command=command(outlet, *lines, **more), now=now())


@pytest.fixture
def tea(owner, outlet):
    variation = make_product(owner, price=180_00, tax="GST5", name="Tea")
    put_on_shelf(owner, outlet, variation, 20, unit_cost=120_00)
    return variation


def statements_of(work):
    with CaptureQueriesContext(connection) as captured:
        work()
    return [
        query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]


def test_a_sale_takes_nine_statements_for_one_line_and_for_a_hundred(owner, outlet):
    things = [make_product(owner) for _ in range(100)]
    for thing in things:
        put_on_shelf(owner, outlet, thing, 10)
    sell(owner, outlet, (things[0], 1))
    for cart in (things[:1], things):
        statements = statements_of(lambda cart=cart: sell(owner, outlet, *((thing, 1) for thing in cart)))
        assert len(statements) == 9, "\n".join(statements)
        assert sum("stock_batch" in s or "stock_stockmovement" in s for s in statements) == 2


def test_all_short_lines_are_named_at_once_and_nothing_is_changed(owner, outlet, tea):
    salt = make_product(owner, name="Salt")
    with pytest.raises(InsufficientStock) as short:
        sell(owner, outlet, (tea, 15), (salt, 1), (tea, 6))
    assert short.value.data["lines"] == [
        {"variation_id": tea, "name": "Tea", "wanted": "21", "available": "20"},
        {"variation_id": salt, "name": "Salt", "wanted": "1", "available": "0"},
    ]
    assert Sale.objects.count() == 0
    assert StockMovement.objects.filter(kind="sale").count() == 0
    assert_books_and_stock_are_right()


def test_an_expired_batch_cannot_be_sold(owner, outlet):
    milk = make_product(owner, name="Milk")
    today = outlet.day_of(now())
    put_on_shelf(owner, outlet, milk, 5, expires_on=today - timedelta(days=1))
    with pytest.raises(InsufficientStock):
        sell(owner, outlet, (milk, 1))
    put_on_shelf(owner, outlet, milk, 2, expires_on=today)
    assert sell(owner, outlet, (milk, 2)).total == 200_00
    with pytest.raises(InsufficientStock):
        sell(owner, outlet, (milk, 1))


def test_a_thing_that_comes_twice_in_a_cart_shares_its_cost(owner, outlet):
    thing = make_product(owner)
    put_on_shelf(owner, outlet, thing, 3, unit_cost=33_33)
    sale = sell(owner, outlet, (thing, 1), (thing, 2))
    assert [line.cost for line in sale.lines] == [33_33, 66_66]
    assert_books_and_stock_are_right()


def test_what_was_scanned_and_taken_back_stays_on_the_receipt(owner, outlet, tea):
    sale = sell(owner, outlet, (tea, 1), (tea, 0))
    assert [(line.quantity, line.total, line.cost) for line in sale.lines] == [(1, 180_00, 120_00), (0, 0, 0)]
    nothing = sell(owner, outlet, (tea, 0), cash=1)
    assert nothing.total == 0
    assert JournalEntry.objects.filter(source_id=nothing.id).count() == 0
    assert_books_and_stock_are_right()


def test_everything_wrong_in_a_cart_is_named_at_once(owner, outlet, tea):
    with pytest.raises(InvalidInput) as refused:
        record(
            owner, outlet,
            CartLine(tea, Decimal("1.5")), CartLine(10**9, Decimal(1)), CartLine(tea, Decimal(-1)),
            CartLine(tea, Decimal(1), unit_price=-1), CartLine(tea, Decimal(1), discount=180_01),
            CartLine(tea, Decimal("NaN")),
        )  # fmt: skip
    assert set(refused.value.errors) == {
        "lines.0.quantity", "lines.1.variation_id", "lines.2.quantity", "lines.3.unit_price", "lines.4.discount",
        "lines.5.quantity",
    }  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        record(owner, outlet, CartLine(tea, Decimal(1)), discount=180_01)
    assert set(refused.value.errors) == {"discount"}
    with pytest.raises(InvalidInput):
        record(owner, outlet)


@pytest.mark.parametrize(
    ("payments", "field"),
    [
        ([(CASH, 179_99)], "payments"),
        ([], "payments"),
        ([(TenderMethod.CARD, 180_01)], "payments.0.amount"),
        ([(CASH, 180_00), (TenderMethod.MOBILE, 0)], "payments.1.amount"),
        ([(TenderMethod.CARD, 100_00), (TenderMethod.MOBILE, 80_01)], "payments.1.amount"),
    ],
)
def test_payments_settle_the_total(owner, outlet, tea, payments, field):
    with pytest.raises(InvalidInput) as refused:
        record(owner, outlet, CartLine(tea, Decimal(1)), payments=payments)
    assert set(refused.value.errors) == {field}
    assert Sale.objects.count() == 0


def test_cash_that_nobody_needs_any_more_is_change_and_the_card_is_charged_what_it_is_charged(owner, outlet, tea):
    sale = record(
        owner, outlet, CartLine(tea, Decimal(1)), payments=[(CASH, 50_00), (TenderMethod.CARD, 180_00), (CASH, 20_00)]
    )
    assert [(paid.method, paid.amount, paid.tendered) for paid in sale.payments] == [
        (CASH, 0, 50_00), (TenderMethod.CARD, 180_00, 180_00), (CASH, 0, 20_00),
    ]  # fmt: skip
    assert sale.change == 70_00
    assert Sale.objects.get().tendered == 250_00
    nothing = record(owner, outlet, CartLine(tea, Decimal(0)), payments=[(CASH, 10_00)])
    assert (nothing.total, nothing.change) == (0, 10_00)
    assert_books_and_stock_are_right()


def test_what_can_only_be_a_mistake_is_refused(owner, outlet, tea):
    with pytest.raises(InvalidInput) as refused:
        record(owner, outlet, *[CartLine(tea, Decimal(1), unit_price=10**12)] * 2)
    assert set(refused.value.errors) == {"lines"}
    with pytest.raises(InvalidInput) as refused:
        record(owner, outlet, CartLine(tea, Decimal(1)), payments=[(CASH, 1)] * 21)
    assert set(refused.value.errors) == {"payments"}


def test_staff_sell_at_list_price_today(staff, outlet, tea):
    assert sell(staff, outlet, (tea, 1)).actor_name == staff.name
    assert record(staff, outlet, CartLine(tea, Decimal(1), unit_price=180_00)).total == 180_00
    for forbidden in (
        lambda: record(staff, outlet, CartLine(tea, Decimal(1), unit_price=1)),
        lambda: record(staff, outlet, CartLine(tea, Decimal(1), discount=1)),
        lambda: record(staff, outlet, CartLine(tea, Decimal(1)), discount=1),
        lambda: sell(staff, outlet, (tea, 1), at=now() - timedelta(days=2)),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert Sale.objects.count() == 2


def test_another_price_than_the_lists_stays_in_the_line_and_the_trail(owner, outlet, tea):
    lines = CartLine(tea, Decimal(1), unit_price=1, price_reason="The box is torn."), CartLine(tea, Decimal(2))
    sale = record(owner, outlet, *lines)
    assert [(line.list_price, line.unit_price) for line in sale.lines] == [(180_00, 1), (180_00, 180_00)]
    assert list(SaleLine.objects.order_by("position").values_list("list_price", "unit_price")) == [
        (180_00, 1), (180_00, 180_00),
    ]  # fmt: skip
    entry = AuditEntry.objects.get(action="sales.sale.recorded")
    assert entry.actor == owner
    assert entry.changes["prices"] == [
        {"line": 1, "sku": sale.lines[0].sku, "list_price": 180_00, "unit_price": 1, "reason": "The box is torn."}
    ]


def test_a_sale_at_list_prices_says_nothing_of_prices(owner, outlet, tea):
    record(owner, outlet, CartLine(tea, Decimal(1), unit_price=180_00))
    assert "prices" not in AuditEntry.objects.get(action="sales.sale.recorded").changes


def test_who_may_not_sell_changes_nothing(accountant, auditor, outlet, tea):
    for actor in (accountant, auditor):
        with pytest.raises(NotAllowed):
            sell(actor, outlet, (tea, 1))
    assert Sale.objects.count() == 0


def test_a_sale_of_another_day_is_dated_and_taxed_by_that_day(owner, outlet):
    car_wax = make_product(owner, price=128_00, tax="GST28")
    put_on_shelf(owner, outlet, car_wax, 5, received_at=datetime(2025, 9, 1, tzinfo=UTC))
    sale = sell(owner, outlet, (car_wax, 1), at=datetime(2025, 9, 21, 10, tzinfo=UTC))
    assert (sale.business_date, sale.tax) == (date(2025, 9, 21), 28_00)
    assert sale.number == "MN/2526/1"
    with pytest.raises(InvalidInput) as refused:  # the slab ended on the 21st
        sell(owner, outlet, (car_wax, 1), at=datetime(2025, 9, 22, 10, tzinfo=UTC))
    assert "not valid" in refused.value.errors["lines.0.variation_id"][0]
    with pytest.raises(InvalidInput):
        sell(owner, outlet, (car_wax, 1), at=now() + timedelta(minutes=5))


def test_the_outlets_clock_says_which_day_it_is(owner, outlet, tea):
    """20:00 UTC is the next day in Kolkata."""
    sale = sell(owner, outlet, (tea, 1), at=datetime(2026, 3, 31, 20, tzinfo=UTC))
    assert (sale.business_date, sale.number) == (date(2026, 4, 1), "MN/2627/1")


@pytest.mark.owner
def test_prices_without_tax_have_it_on_top(owner, outlet, tea):
    Business.objects.update(prices_include_tax=False)
    sale = sell(owner, outlet, (tea, 2))
    assert (sale.taxable, sale.tax, sale.total) == (360_00, 18_00, 378_00)


def test_numbers_have_no_gaps_even_after_refusals(owner, outlet, other_outlet, tea):
    put_on_shelf(owner, other_outlet, tea, 5)
    numbers = [sell(owner, outlet, (tea, 1)).number]
    with pytest.raises(InsufficientStock):
        sell(owner, outlet, (tea, 1000))
    with pytest.raises(InvalidInput):
        sell(owner, outlet, (tea, 1), cash=1)
    numbers += [sell(owner, outlet, (tea, 1)).number, sell(owner, other_outlet, (tea, 1)).number]
    assert [number.partition("/")[0] + number.rpartition("/")[2] for number in numbers] == ["MN1", "MN2", "OT1"]
    assert_books_and_stock_are_right()
    with undone(), connection.cursor() as cursor:
        next_number(**NumberSeries.objects.filter(outlet=outlet.id).values("outlet_id", "series", "fiscal_year")[0])
        with pytest.raises(IntegrityError, match="carried by no entry"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_sale_that_comes_after_its_month_was_closed_is_posted_in_the_next(owner, accountant, outlet, tea):
    put_on_shelf(owner, outlet, tea, 5, received_at=last_month())
    sale = sell(owner, outlet, (tea, 1), at=last_month())
    period = Period.objects.get(starts_on=sale.business_date.replace(day=1))
    close_period(actor=accountant, period_id=period.pk, now=now())
    late = sell(owner, outlet, (tea, 1), at=last_month())
    assert (late.business_date, late.number) == (sale.business_date, sale.number[:-1] + "2")
    entry = JournalEntry.objects.get(source_id=late.id)
    assert (entry.date, entry.number) == (period.ends_on + timedelta(days=1), late.number)
    assert_books_and_stock_are_right()


def test_a_sale_of_what_had_not_come_yet_is_posted_on_the_day_it_came(owner, outlet):
    came = now() - timedelta(days=3)
    thing = make_product(owner)
    put_on_shelf(owner, outlet, thing, 5, received_at=came)
    sale = sell(owner, outlet, (thing, 2), at=came - timedelta(days=2))
    assert sale.business_date == outlet.day_of(came - timedelta(days=2))
    assert JournalEntry.objects.get(source_id=sale.id).date == outlet.day_of(came)
    assert set(StockMovement.objects.filter(source_id=sale.id).values_list("date", flat=True)) == {outlet.day_of(came)}
    assert_books_and_stock_are_right()


def test_a_receipt_keeps_what_it_said_when_the_product_changes(owner, outlet, tea):
    sold = sell(owner, outlet, (tea, 1))
    Product.objects.update(name="Green tea")
    read = sale_for(scope_of(owner), sold.id)
    assert read.lines[0].name == "Tea"
    assert read.lines == sold.lines
    assert (read.payments, read.total, read.number) == (sold.payments, sold.total, sold.number)


def test_a_quote_is_what_the_sale_will_come_to(owner, outlet, tea):
    lines = (CartLine(tea, Decimal(3)),)
    quoted = quote(scope_of(owner), outlet_id=outlet.id, lines=lines, discount=5_00, now=now())
    sold = record(owner, outlet, *lines, discount=5_00)
    assert (quoted.taxable, quoted.tax, quoted.total) == (sold.taxable, sold.tax, sold.total)
    with pytest.raises(InvalidInput):
        quote(scope_of(owner), outlet_id=outlet.id, lines=(CartLine(tea, Decimal("0.5")),), discount=0, now=now())
    assert Batch.objects.get().quantity == 17
    assert SaleLine.objects.count() == 1


def scans():
    """Sequential scans of each table that PostgreSQL has counted on this connection and not yet handed on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE schemaname = current_schema()")
        return dict(cursor.fetchall())


def test_no_table_that_grows_is_read_through(owner, outlet):
    """Triggers keep the plans that a connection made on empty tables; those must not scan what has grown since.

    (Batches are also locked by a statement that is planned afresh each time, and may scan a table of one row.)
    """
    thing = make_product(owner)
    put_on_shelf(owner, outlet, thing, 100)
    before = scans()
    for _ in range(20):
        sell(owner, outlet, (thing, 1))
    after = scans()
    grows = [
        "ledger_journalentry", "ledger_journalline", "stock_stockmovement", "stock_locationstock",
        "selling_sale", "selling_saleline", "audit_auditentry",
    ]  # fmt: skip
    assert {table: after.get(table, 0) - before.get(table, 0) for table in grows} == dict.fromkeys(grows, 0)
