"""What every document asks before it is recorded, and what its parts have in common."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounting.ledger.enums import TenderMethod
from accounting.ledger.errors import AccountMissing, PeriodClosed, UnbalancedDraft
from accounting.ledger.models import Account, AccountDay, JournalEntry, JournalLine, Period, SourceType, TenderAccount
from accounting.ledger.operations.close_period import close_period
from accounting.ledger.rules import postings
from accounting.ledger.rules.chart import ACCOUNT_OF_TENDER, CHART
from accounting.ledger.rules.documents import DOCUMENTS, DocumentKind
from accounting.ledger.rules.drafts import DraftLine, draft
from accounting.ledger.steps import begin, number, post
from accounting.ledger.steps.begin import SKEW
from accounting.ledger.steps.ensure_accounts import ensure_accounts
from company.models import Outlet, TaxRegistration
from company.rules.fiscal_year import DayOutOfRange, SeriesFull
from inventory.stock.enums import MovementKind
from inventory.stock.models import MovementType, StockMovement
from kernel.errors import InvalidInput, NotAllowed, NotFound
from sales.selling.errors import SaleExists
from sales.selling.models import Sale
from tests.installation import undone
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import last_month, make_product, now, put_on_shelf, sell

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


def sale_at(actor, *outlets, at=None, moment=NOON, **more):
    return begin(DocumentKind.SALE, actor=actor, outlet_ids=[each.id for each in outlets], at=at, now=moment, **more)


def test_it_knows_its_day_period_year_and_currency(owner, outlet):
    doc = sale_at(owner, outlet)
    assert (doc.day, doc.fiscal_year, doc.currency) == (date(2026, 11, 3), "2627", "INR")
    assert Period.objects.get(pk=doc.period_id).starts_on == date(2026, 11, 1)
    assert (doc.at, doc.now, doc.outlet) == (NOON, NOON, outlet)


def test_its_day_is_told_by_the_clock_on_the_outlets_wall(owner, outlet):
    evening = datetime(2026, 3, 31, 20, tzinfo=UTC)
    assert sale_at(owner, outlet, at=evening).day == date(2026, 4, 1)
    Outlet.objects.filter(pk=outlet.id).update(timezone="UTC")
    assert sale_at(owner, outlet, at=evening).day == date(2026, 3, 31)


def test_it_takes_two_statements_and_three_in_the_first_of_a_month(owner, outlet):
    sale_at(owner, outlet)
    with CaptureQueriesContext(connection) as captured:
        sale_at(owner, outlet)
    assert len(captured) == 2


def test_only_who_works_at_every_outlet_of_it_may_begin_one(owner, manager, outlet, other_outlet):
    assert sale_at(owner, outlet, other_outlet).outlets == (outlet, other_outlet)
    assert sale_at(manager, outlet).outlet == outlet
    for outlets in ([other_outlet], [outlet, other_outlet], []):
        with pytest.raises(NotFound):
            sale_at(manager, *outlets)


def test_nobody_records_at_an_archived_outlet(owner, outlet):
    Outlet.objects.filter(pk=outlet.id).update(archived_at=now())
    with pytest.raises(NotFound):
        sale_at(owner, outlet)


def test_only_roles_with_its_permission_may_begin_one(owner, manager, staff, auditor, accountant, outlet):
    for actor in (owner, manager, staff):
        assert sale_at(actor, outlet).actor == actor
    for actor in (auditor, accountant):
        with pytest.raises(NotAllowed):
            sale_at(actor, outlet)
    opening = begin(DocumentKind.OPENING_STOCK, actor=accountant, outlet_ids=[outlet.id], at=None, now=NOON)
    assert opening.outlet == outlet


def test_a_device_whose_clock_is_a_little_ahead_sells_now(owner, outlet):
    assert sale_at(owner, outlet, at=NOON + SKEW).at == NOON
    with pytest.raises(InvalidInput):
        sale_at(owner, outlet, at=NOON + SKEW + timedelta(seconds=1))


def test_a_moment_that_has_not_come_is_refused_by_its_commands_name(owner, outlet):
    with pytest.raises(InvalidInput) as refused:
        sale_at(owner, outlet, at=NOON, moment=NOON.replace(hour=11))
    assert set(refused.value.errors) == {"sold_at"}


def test_a_closed_month_and_one_before_it_take_none(owner, accountant, outlet):
    closed = last_month()
    doc = sale_at(owner, outlet, at=closed, moment=now())
    close_period(actor=accountant, period_id=doc.period_id, now=now())
    for moment in (closed, closed - timedelta(days=60)):
        with pytest.raises(PeriodClosed, match=f"The books of {moment:%B %Y} are closed"):
            begin(DocumentKind.OPENING_STOCK, actor=owner, outlet_ids=[outlet.id], at=moment, now=now())


def test_a_sale_has_happened_whatever_the_books_say(owner, accountant, outlet):
    """It keeps its day and the year of its number, and is posted on the first day that is open."""
    closed = last_month()
    doc = sale_at(owner, outlet, at=closed, moment=now())
    assert doc.posts_on == doc.day
    close_period(actor=accountant, period_id=doc.period_id, now=now())
    late = sale_at(owner, outlet, at=closed, moment=now())
    assert (late.day, late.fiscal_year) == (doc.day, doc.fiscal_year)
    assert late.posts_on == Period.objects.get(pk=doc.period_id).ends_on + timedelta(days=1)
    assert Period.objects.get(pk=late.period_id).starts_on == late.posts_on


@pytest.mark.parametrize("year", [1, 1999, 2100, 9999])
def test_a_day_that_no_books_are_kept_for_is_a_conflict(owner, outlet, year):
    impossible = datetime(year, 6, 1, tzinfo=UTC)
    with pytest.raises(DayOutOfRange):
        sale_at(owner, outlet, at=impossible, moment=datetime(9999, 12, 1, tzinfo=UTC))


def test_a_full_series_is_a_conflict(owner, outlet, monkeypatch):
    doc = sale_at(owner, outlet)
    monkeypatch.setitem(number.__globals__, "next_number", lambda **series: 100_000_000)
    with pytest.raises(SeriesFull):
        number(doc)


@pytest.mark.owner
def test_it_remembers_the_registration_of_its_day(owner, outlet, other_outlet):
    for number_, state, first, last in (
        ("29AABCK0042P1ZE", "29", date(2020, 1, 1), date(2026, 10, 31)),
        ("33AABCK0042P1ZP", "33", date(2026, 11, 1), None),
    ):
        TaxRegistration.objects.create(
            outlet_id=outlet.id, number=number_, state=state, valid_from=first, valid_to=last
        )
    assert sale_at(owner, outlet).registration.number == "33AABCK0042P1ZP"
    assert sale_at(owner, outlet, at=datetime(2026, 10, 31, 18, tzinfo=UTC)).registration.state == "29"
    assert sale_at(owner, other_outlet).registration.number == ""


@pytest.mark.owner
def test_a_receipt_keeps_what_tax_returns_read(owner, outlet):
    TaxRegistration.objects.create(
        outlet_id=outlet.id, number="29AABCK0042P1ZE", state="29", valid_from=date(2020, 1, 1)
    )
    taxed, exempt = make_product(owner, tax="GST5"), make_product(owner, tax="NONE")
    for thing in (taxed, exempt):
        put_on_shelf(owner, outlet, thing, 5)
    for cart, kind in (((taxed, exempt), "tax_invoice"), ((exempt,), "bill_of_supply")):
        row = Sale.objects.get(pk=sell(owner, outlet, *((thing, 1) for thing in cart)).id)
        assert (row.tax_registration, row.place_of_supply, row.invoice_kind) == ("29AABCK0042P1ZE", "29", kind)
    assert list(row.lines.values_list("treatment", "unit")) == [("exempt", "piece")]


def test_who_is_not_registered_gives_a_bill(owner, outlet):
    thing = make_product(owner, tax="GST5")
    put_on_shelf(owner, outlet, thing, 5)
    row = Sale.objects.get(pk=sell(owner, outlet, (thing, 1)).id)
    assert (row.tax_registration, row.place_of_supply, row.invoice_kind) == ("", "", "bill")


def test_all_its_parts_are_dated_alike(owner, outlet):
    thing = make_product(owner)
    put_on_shelf(owner, outlet, thing, 5, received_at=datetime(2026, 3, 31, 20, tzinfo=UTC))
    assert set(StockMovement.objects.values_list("date", flat=True)) == {date(2026, 4, 1)}
    assert set(JournalEntry.objects.values_list("date", flat=True)) == {date(2026, 4, 1)}
    assert set(JournalLine.objects.values_list("date", flat=True)) == {date(2026, 4, 1)}
    assert set(AccountDay.objects.values_list("date", flat=True)) == {date(2026, 4, 1)}
    assert_books_and_stock_are_right()


def numbered(actor, *outlets):
    """An opening document, which may post without a receipt, under the next number."""
    return number(
        begin(DocumentKind.OPENING_STOCK, actor=actor, outlet_ids=[each.id for each in outlets], at=None, now=NOON)
    )


def test_it_posts_at_several_outlets_each_in_balance(owner, outlet, other_outlet):
    lines = [DraftLine("cash", 5), DraftLine("sales", -5)]
    further = [DraftLine("cash", 7, other_outlet.id), DraftLine("sales", -7, other_outlet.id)]
    # Undone: at the end the database would say that no opening touches cash.
    with undone():
        doc = numbered(owner, outlet, other_outlet)
        post(doc, draft("Two", [*lines, *further]))
        assert set(JournalLine.objects.values_list("outlet_id", "debit", "credit")) == {
            (outlet.id, 5, 0), (outlet.id, 0, 5), (other_outlet.id, 7, 0), (other_outlet.id, 0, 7),
        }  # fmt: skip
        with pytest.raises(UnbalancedDraft):
            post(doc, draft("Askew", [DraftLine("cash", 5), DraftLine("sales", -5, other_outlet.id)]))


def test_an_account_that_is_missing_is_an_error_and_nothing_is_posted(owner, outlet):
    with undone(), pytest.raises(AccountMissing, match="no account for gift voucher"):
        post(numbered(owner, outlet), draft("New", [DraftLine("cash", 5), DraftLine("gift_voucher", -5)]))
    assert not JournalEntry.objects.exists()


@pytest.mark.owner
@pytest.mark.committed
def test_a_sale_whose_account_is_missing_changes_nothing(owner, outlet):
    thing = make_product(owner)
    put_on_shelf(owner, outlet, thing, 5)
    Account.objects.filter(role="cogs").delete()
    with pytest.raises(AccountMissing):
        sell(owner, outlet, (thing, 1))
    assert not Sale.objects.exists()
    with transaction.atomic():
        ensure_accounts()
    assert_books_and_stock_are_right()


@pytest.mark.owner
def test_businesses_that_exist_get_the_accounts_they_lack(tenant):
    Account.objects.filter(role="cogs").delete()
    Account.objects.create(code="5000", name="Our own", kind="expense")
    assert ensure_accounts() == 1
    assert Account.objects.get(role="cogs").code == "5001"
    assert ensure_accounts() == 0
    assert {line.role for line in CHART} <= set(Account.objects.values_list("role", flat=True))


def test_the_database_knows_the_kinds_that_the_code_knows(tenant):
    assert set(SourceType.objects.values_list("code", flat=True)) == set(DocumentKind) == set(DOCUMENTS)
    assert set(MovementType.objects.values_list("source_type", "code", "direction")) == {
        (each.kind, each.movement, each.direction) for each in DOCUMENTS.values()
    }
    assert {each.movement for each in DOCUMENTS.values()} == set(MovementKind)
    assert dict(TenderAccount.objects.values_list("method", "role")) == ACCOUNT_OF_TENDER


@pytest.mark.parametrize(("kind", "made"), [
    (DocumentKind.SALE, postings.sale("1", payments=[(method, 7) for method in TenderMethod], taxable=20, taxes=[("output_tax_cgst", 1)], cost=5)),
    (DocumentKind.OPENING_STOCK, postings.opening_stock(value=5)),
])  # fmt: skip
def test_the_database_lets_a_kind_touch_the_accounts_that_its_posting_touches(tenant, kind, made):
    declared = SourceType.objects.get(code=kind)
    assert (declared.accounts, declared.reverses) == (DOCUMENTS[kind].accounts, DOCUMENTS[kind].reverses)
    assert all(re.fullmatch(declared.accounts, line.role) for line in made.lines)


def test_a_till_names_its_sale_and_the_same_one_is_not_made_twice(owner, manager, outlet, post):
    thing = make_product(owner)
    put_on_shelf(owner, outlet, thing, 5)
    named = str(uuid4())
    body = {
        "id": named,
        "outlet_id": outlet.id,
        "lines": [{"variation_id": thing, "quantity": "1"}],
        "payments": [{"method": "cash", "amount": "100.00"}],
    }
    first, again = post(owner, "sales/", body), post(owner, "sales/", body)
    assert (first.status_code, first.data["id"]) == (201, named)
    assert again.status_code == 201
    assert again.headers["Idempotent-Replay"] == "true"
    assert again.json() == first.json()
    # The id decides, whatever key comes with it.
    assert post(owner, "sales/", body, key="another").json() == first.json()
    changed = post(owner, "sales/", {**body, "payments": [{"method": "card", "amount": "100.00"}]})
    assert (changed.status_code, changed.data["code"]) == (422, "idempotency_key_reused")
    # Somebody else's sale of that id is another sale, and there is one already.
    other = post(manager, "sales/", body)
    assert (other.status_code, other.data["code"]) == (409, SaleExists.code)
    assert Sale.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [5, True, "", "7", "00000000-0000-0000-0000-000000000000", "urn:uuid:0190f3a0-0000-7000-8000-000000000000",
     "2f1e4fc0-81fd-11f0-8de9-0242ac120002"],
)  # fmt: skip
def test_a_counter_or_another_form_of_id_names_no_sale(owner, outlet, post, wrong):
    body = {"id": wrong, "outlet_id": outlet.id, "lines": [], "payments": []}
    refused = post(owner, "sales/", body)
    assert (refused.status_code, refused.data["errors"].keys()) == (400, {"id"})
