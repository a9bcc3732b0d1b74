from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounting.ledger.errors import EarlierPeriodOpen, PeriodAlreadyClosed, PeriodClosed
from accounting.ledger.models import Period
from accounting.ledger.operations.close_period import close_period
from accounting.ledger.queries import trial_balance
from audit.models import AuditEntry
from company.scope import Scope, scope_of
from kernel.errors import NotAllowed, NotFound
from tests.shop import last_month, make_product, now, put_on_shelf, sell


def cash(scope, as_of):
    return next((row.debit for row in trial_balance(scope, as_of=as_of).rows if row.code == "1000"), 0)


@pytest.fixture
def three_sales(owner, outlet, other_outlet):
    """100.00 on 31 August and on 10 September, and 100.00 elsewhere on 11 September 2026."""
    thing = make_product(owner)
    for where in (outlet, other_outlet):
        put_on_shelf(owner, where, thing, 10, received_at=datetime(2026, 8, 1, tzinfo=UTC))
    sell(owner, outlet, (thing, 1), at=datetime(2026, 8, 31, 12, tzinfo=UTC))
    sell(owner, outlet, (thing, 1), at=datetime(2026, 9, 10, 12, tzinfo=UTC))
    sell(owner, other_outlet, (thing, 1), at=datetime(2026, 9, 11, 12, tzinfo=UTC))


def test_it_stands_at_the_end_of_any_day(three_sales, owner):
    everywhere = scope_of(owner)
    days = [
        date(2026, 8, 30),
        date(2026, 8, 31),
        date(2026, 9, 9),
        date(2026, 9, 10),
        date(2026, 9, 30),
        date(2027, 1, 1),
    ]
    assert [cash(everywhere, day) for day in days] == [0, 100_00, 100_00, 200_00, 300_00, 300_00]
    for day in days:
        balance = trial_balance(everywhere, as_of=day)
        assert balance.total_debit == balance.total_credit


def test_it_balances_for_each_outlet(three_sales, owner, outlet, other_outlet):
    everywhere = scope_of(owner)
    assert cash(everywhere.at(outlet.id), date(2026, 9, 30)) == 200_00
    assert cash(everywhere.at(other_outlet.id), date(2026, 9, 30)) == 100_00
    for scope in (everywhere.at(outlet.id), everywhere.at(other_outlet.id), Scope(owner, (), ())):
        balance = trial_balance(scope, as_of=date(2026, 9, 15))
        assert balance.total_debit == balance.total_credit


def test_it_is_one_statement(three_sales, owner):
    everywhere = scope_of(owner)
    with CaptureQueriesContext(connection) as statements:
        trial_balance(everywhere, as_of=date(2026, 9, 15))
    assert len(statements) == 1


def test_who_may_not_read_the_books_gets_none(three_sales, manager):
    with pytest.raises(NotAllowed):
        trial_balance(scope_of(manager), as_of=date(2026, 9, 15))


def test_closing_a_month(owner, accountant, manager, auditor, outlet):
    thing = make_product(owner)
    put_on_shelf(owner, outlet, thing, 1, received_at=last_month())
    period = Period.objects.get()
    for actor in (manager, auditor):
        with pytest.raises(NotAllowed):
            close_period(actor=actor, period_id=period.pk, now=now())
    assert Period.objects.get().is_open
    close_period(actor=accountant, period_id=period.pk, now=now())
    assert not Period.objects.get().is_open
    assert AuditEntry.objects.get(action="accounting.period.closed").target_id == str(period.pk)
    with pytest.raises(PeriodAlreadyClosed):
        close_period(actor=accountant, period_id=period.pk, now=now())
    with pytest.raises(NotFound):
        close_period(actor=accountant, period_id=10**9, now=now())


def test_months_close_in_their_order_and_nothing_slips_in_before_a_closed_one(three_sales, owner, accountant, outlet):
    august, september = Period.objects.order_by("starts_on")
    with pytest.raises(EarlierPeriodOpen):
        close_period(actor=accountant, period_id=september.pk, now=now())
    close_period(actor=accountant, period_id=august.pk, now=now())
    before = trial_balance(scope_of(owner), as_of=august.ends_on)
    thing = make_product(owner)
    with pytest.raises(PeriodClosed):
        put_on_shelf(owner, outlet, thing, 1, received_at=datetime(2026, 7, 1, 12, tzinfo=UTC))
    assert trial_balance(scope_of(owner), as_of=august.ends_on) == before
