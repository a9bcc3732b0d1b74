"""Months that begin, are closed and reopened: who may, in which order, and what happens at the same moment."""

import multiprocessing
import threading
from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError, connection, connections, transaction

from accounting.ledger.errors import (
    LaterPeriodClosed,
    PeriodAlreadyOpen,
    PeriodNotOver,
    PeriodUnknown,
    ReasonMissing,
)
from accounting.ledger.models import Period, PeriodChange
from accounting.ledger.operations.close_period import close_period
from accounting.ledger.operations.reopen_period import reopen_period
from accounting.ledger.queries import trial_balance
from audit.models import AuditEntry
from company.models import Business
from company.rules.fiscal_year import fiscal_year
from company.scope import scope_of
from kernel.errors import NotAllowed
from kernel.rows import fetch_all
from kernel.schemas import in_schema
from kernel.transactions import open_to_joining
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import last_month, make_product, now, put_on_shelf
from tests.waiting import TIMEOUT


@pytest.fixture
def thing(owner):
    return make_product(owner)


def month(year, number):
    return datetime(year, number, 10, 12, tzinfo=UTC)


def posted_in(owner, outlet, thing, *months):
    for moment in months:
        put_on_shelf(owner, outlet, thing, 1, received_at=moment)
    return [Period.objects.get(starts_on=moment.date().replace(day=1)) for moment in months]


@pytest.mark.owner
@pytest.mark.parametrize("starts_in", range(1, 13))
def test_the_database_knows_the_year_of_every_month(tenant, starts_in):
    Business.objects.update(year_starts_in=starts_in)
    days = [date(year, number, 28) for year in (2000, 2025, 2026, 2099) for number in range(1, 13)]
    asked = fetch_all("SELECT day, company_fiscal_year(day) FROM unnest(%s) AS day", [days])
    assert asked == [(day, fiscal_year(day, starts_in)) for day in days]


def test_a_month_is_closed_when_it_is_over(owner, outlet, thing):
    (running,) = posted_in(owner, outlet, thing, now())
    with pytest.raises(PeriodNotOver):
        close_period(actor=owner, period_id=running.pk, now=now())
    (over,) = posted_in(owner, outlet, thing, last_month())
    close_period(actor=owner, period_id=over.pk, now=now(), reason="Everything is in.")
    change = PeriodChange.objects.get()
    assert (change.period, change.is_open, change.actor, change.reason) == (over, False, owner, "Everything is in.")


def test_months_reopen_in_the_opposite_order_and_for_a_reason(owner, outlet, thing):
    first, second = posted_in(owner, outlet, thing, month(2025, 5), month(2025, 6))
    for period in (first, second):
        close_period(actor=owner, period_id=period.pk, now=now())
    with pytest.raises(LaterPeriodClosed):
        reopen_period(actor=owner, period_id=first.pk, reason="A bill came late.", now=now())
    with pytest.raises(ReasonMissing) as refused:
        reopen_period(actor=owner, period_id=second.pk, reason="  ", now=now())
    assert set(refused.value.errors) == {"reason"}
    reopen_period(actor=owner, period_id=second.pk, reason="A bill came late.", now=now())
    with pytest.raises(PeriodAlreadyOpen):
        reopen_period(actor=owner, period_id=second.pk, reason="Again.", now=now())
    with pytest.raises(PeriodUnknown):
        reopen_period(actor=owner, period_id=10**9, reason="None.", now=now())
    posted_in(owner, outlet, thing, month(2025, 6))
    assert list(PeriodChange.objects.order_by("pk").values_list("is_open", "reason")) == [
        (False, ""), (False, ""), (True, "A bill came late."),
    ]  # fmt: skip
    assert AuditEntry.objects.get(action="accounting.period.reopened").changes == {"reason": "A bill came late."}


def test_only_the_owner_reopens_a_month(owner, manager, accountant, staff, auditor, outlet, thing):
    (over,) = posted_in(owner, outlet, thing, last_month())
    close_period(actor=accountant, period_id=over.pk, now=now())
    for actor in (manager, accountant, staff, auditor):
        with pytest.raises(NotAllowed):
            reopen_period(actor=actor, period_id=over.pk, reason="Mine.", now=now())
    over.refresh_from_db()
    assert not over.is_open


def in_processes(schema, *works):
    """Each work in a process of its own, all begun at the same moment; what each returned, or its error's name."""
    forked = multiprocessing.get_context("fork")
    gate, answers = forked.Barrier(len(works)), forked.Queue()

    def run(number, work):
        connections.close_all()
        with in_schema(schema):
            gate.wait(TIMEOUT)
            try:
                answers.put((number, work()))
            except Exception as error:  # noqa: BLE001 (the test looks at its name)
                answers.put((number, type(error).__name__))

    connections.close_all()
    processes = [forked.Process(target=run, args=pair) for pair in enumerate(works)]
    for process in processes:
        process.start()
    found = dict(answers.get(timeout=TIMEOUT) for _ in works)
    for process in processes:
        process.join(TIMEOUT)
    return [found[number] for number in range(len(works))]


@pytest.mark.committed
def test_a_first_posting_of_a_month_and_the_closing_of_a_later_one_never_both_succeed(tenant, owner, outlet, thing):
    """A backdated posting would change the balance of a month that was closed a moment ago."""
    outcomes = set()
    for year in range(2014, 2022):
        (later,) = posted_in(owner, outlet, thing, month(year, 6))

        def post(year=year):
            posted_in(owner, outlet, thing, month(year, 5))
            return "posted"

        def close(later=later):
            close_period(actor=owner, period_id=later.pk, now=now())
            return "closed"

        posted, closed = in_processes(tenant.schema_name, post, close)
        outcomes.add((posted, closed))
        connection.set_tenant(tenant)
        for period in Period.objects.filter(is_open=True).order_by("starts_on"):
            close_period(actor=owner, period_id=period.pk, now=now())
    assert outcomes <= {("posted", "EarlierPeriodOpen"), ("PeriodClosed", "closed")}
    assert_books_and_stock_are_right()


@pytest.mark.committed
def test_a_posting_into_a_month_and_its_closing_are_one_after_the_other(tenant, owner, outlet, thing):
    """Whichever is first: the month's balance is the same from its closing on."""
    for year in range(2014, 2018):
        (period,) = posted_in(owner, outlet, thing, month(year, 6))

        def post(year=year):
            posted_in(owner, outlet, thing, month(year, 6))
            return "posted"

        def close(period=period):
            close_period(actor=owner, period_id=period.pk, now=now())
            return str(trial_balance(scope_of(owner), as_of=period.ends_on))

        posted, balance = in_processes(tenant.schema_name, post, close)
        connection.set_tenant(tenant)
        assert posted in {"posted", "PeriodClosed"}
        assert balance == str(trial_balance(scope_of(owner), as_of=period.ends_on))
    assert_books_and_stock_are_right()


@pytest.mark.committed
def test_closing_waits_for_those_who_post_only_for_a_while(tenant, owner, outlet, thing):
    (over,) = posted_in(owner, outlet, thing, last_month())
    began = multiprocessing.get_context("fork").Event()
    done = multiprocessing.get_context("fork").Event()

    def post():
        with transaction.atomic():
            with open_to_joining():
                put_on_shelf(owner, outlet, thing, 1, received_at=last_month())
            began.set()
            done.wait(TIMEOUT)
        return "posted"

    def close():
        began.wait(TIMEOUT)
        try:
            close_period(actor=owner, period_id=over.pk, now=now())
        finally:
            done.set()

    assert in_processes(tenant.schema_name, post, close) == ["posted", "PeriodBusy"]
    connection.set_tenant(tenant)
    close_period(actor=owner, period_id=over.pk, now=now())


@pytest.mark.committed
def test_a_transaction_that_sees_an_older_moment_begins_no_month_before_a_closed_one(tenant, owner, outlet, thing):
    """REPEATABLE READ doesn't see the closing: it must break off, not decide by what was."""
    (later,) = posted_in(owner, outlet, thing, month(2025, 6))
    begin_month = (
        "INSERT INTO ledger_period (starts_on, ends_on, fiscal_year, is_open) "
        "VALUES ('2025-05-01', '2025-05-31', '2526', true)"
    )

    def close():
        close_period(actor=owner, period_id=later.pk, now=now())

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM ledger_period")
        in_thread(tenant, close)
        with pytest.raises(OperationalError, match="could not serialize"):
            cursor.execute(begin_month)
        transaction.set_rollback(True)
    later.refresh_from_db()
    assert not later.is_open


def in_thread(tenant, work):
    """Done when this returns, on a connection of its own."""

    def run():
        connection.set_tenant(tenant)
        work()
        connection.close()

    other = threading.Thread(target=run)
    other.start()
    other.join(TIMEOUT)
