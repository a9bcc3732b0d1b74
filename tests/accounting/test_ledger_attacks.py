"""Somebody with a database console tries to make the books wrong. Each attack is refused by PostgreSQL itself."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from kernel.ids import new_id
from tests.waiting import TIMEOUT, others_waiting_for_a_lock, until

pytestmark = pytest.mark.owner


def refused(match):
    return pytest.raises(IntegrityError, match=match)


def test_a_balanced_entry_is_taken_and_the_totals_follow(ledger, posted):
    posted()
    rows = ledger.sql(
        "SELECT a.role, t.debit, t.credit FROM ledger_accountday t JOIN ledger_account a ON a.id = t.account_id "
        "WHERE t.date = '2026-11-03' ORDER BY a.code"
    )
    assert rows == [("cash", 100_00, 0), ("sales", 0, 100_00)]


def test_debits_must_equal_credits(ledger):
    entry = ledger.header()
    with refused("debits and credits differ"):
        ledger.lines(entry, ("cash", 100_00, 0), ("sales", 0, 99_99))


def test_every_outlet_must_balance_by_itself(ledger):
    entry = ledger.header()
    rows = [
        (entry, date(2026, 11, 3), ledger.accounts["cash"], ledger.outlet, 5, 0),
        (entry, date(2026, 11, 3), ledger.accounts["sales"], ledger.other_outlet, 0, 5),
    ]
    with refused("debits and credits differ"):
        ledger.sql(
            "INSERT INTO ledger_journalline (entry_id, date, account_id, outlet_id, debit, credit) "
            "VALUES (%s, %s, %s, %s, %s, %s), (%s, %s, %s, %s, %s, %s)", *rows[0], *rows[1],
        )  # fmt: skip


@pytest.mark.parametrize(("debit", "credit"), [(5, 5), (0, 0), (-5, 0), (0, -5)])
def test_a_line_has_one_side_and_is_not_negative(ledger, debit, credit):
    entry = ledger.header()
    with refused("ledger_line_one_side"):
        ledger.lines(entry, ("cash", debit, credit), ("sales", credit, debit))


def test_an_entry_without_lines_is_refused_at_commit(ledger):
    ledger.header()
    with refused("has no lines"):
        ledger.commit()


def test_a_single_line_is_refused(ledger):
    entry = ledger.header()
    with refused("debits and credits differ"):
        ledger.lines(entry, ("cash", 5, 0))


def test_a_line_cannot_be_added_to_a_posted_entry(ledger, posted):
    entry = posted()
    with refused("not open for lines"):
        ledger.lines(entry, ("cash", 5, 0), ("sales", 0, 5))


def test_checking_early_opens_no_gap_for_another_line(ledger):
    """SET CONSTRAINTS ALL IMMEDIATE, then one more line: the lines themselves are what closes the entry."""
    entry = ledger.header()
    ledger.lines(entry, ("cash", 100_00, 0), ("sales", 0, 100_00))
    ledger.sql("SET CONSTRAINTS ALL IMMEDIATE")
    with refused("not open for lines"):
        ledger.lines(entry, ("cash", 5, 0), ("sales", 0, 5))


def test_a_line_without_an_entry_is_refused(ledger):
    with refused("not open for lines"):
        ledger.lines(new_id(), ("cash", 5, 0), ("sales", 0, 5))


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE ledger_journalline SET entry_id = (SELECT id FROM ledger_journalentry ORDER BY id DESC LIMIT 1)",
        "UPDATE ledger_journalline SET debit = debit * 2, credit = credit * 2",
        "DELETE FROM ledger_journalline",
        "DELETE FROM ledger_journalentry",
        "UPDATE ledger_journalentry SET date = date - 1",
        "TRUNCATE ledger_journalline",
        "TRUNCATE ledger_journalentry CASCADE",
        "INSERT INTO ledger_journalline SELECT * FROM ledger_journalline ON CONFLICT (id) DO UPDATE SET debit = 1",
    ],
)
def test_what_is_posted_stays(ledger, posted, attack):
    posted()
    posted()
    ledger.commit()
    with refused("append-only"):
        ledger.sql(attack)


def test_a_number_is_the_next_of_its_series(ledger):
    with refused("last number of its series"):
        ledger.header(serial=99)


def test_a_number_is_given_once(ledger, posted):
    posted()
    with refused("last number of its series"):
        ledger.header(serial=1)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE company_numberseries SET last_number = last_number - 1 WHERE series = 'journal'",
        "UPDATE company_numberseries SET last_number = last_number + 2 WHERE series = 'journal'",
        "INSERT INTO company_numberseries (outlet_id, series, fiscal_year, last_number) "
        "SELECT outlet_id, 'other', '2627', 7 FROM company_numberseries LIMIT 1",
    ],
)
def test_a_series_begins_with_1_and_goes_on_by_1(ledger, posted, attack):
    posted()
    with refused("goes on by 1"):
        ledger.sql(attack)


def test_a_number_that_was_taken_is_used(ledger, posted):
    posted()
    ledger.sql("SELECT company_next_number(%s, 'journal', '2627')", ledger.outlet)
    with refused("carried by no entry"):
        ledger.commit()


def test_nothing_is_posted_into_a_closed_period(ledger):
    ledger.sql("UPDATE ledger_period SET is_open = false WHERE id = %s", ledger.period)
    with refused("closed"):
        ledger.header()


def test_nothing_is_posted_ahead_of_a_closed_period(ledger):
    ledger.sql(
        "INSERT INTO ledger_period (starts_on, ends_on, fiscal_year, is_open) VALUES ('2026-12-01', '2026-12-31', '2627', true)"
    )
    ledger.sql("UPDATE ledger_period SET is_open = false WHERE starts_on = '2026-12-01'")
    with refused("a later one is closed"):
        ledger.header()


def test_an_entry_is_dated_inside_its_period(ledger):
    with refused("outside its period"):
        ledger.header(date="2026-12-01")


def test_a_line_is_dated_as_its_entry(ledger):
    entry = ledger.header(date=date(2026, 11, 2))
    ledger.lines(entry, ("cash", 5, 0), ("sales", 0, 5))
    with refused("ledger_line_of_entry"):
        ledger.commit()


def test_nothing_is_reversed_twice(ledger, posted):
    original = posted()
    ((document,),) = ledger.sql("SELECT source_id FROM ledger_journalentry WHERE id = %s", original)
    mirror = ledger.header("reversal", reverses_id=original, source_id=document)
    ledger.lines(mirror, ("sales", 100_00, 0), ("cash", 0, 100_00))
    ledger.commit()
    with refused("reverses_id"):
        ledger.header("reversal", reverses_id=original)


def test_switching_the_search_path_before_commit_leads_nowhere(ledger):
    """An unpinned deferred trigger would look into the other schema's tables, find lines there, and let this pass."""
    schema = connection.schema_name
    ledger.sql("CREATE SCHEMA elsewhere")
    for table in ("ledger_journalentry", "ledger_journalline", "ledger_period"):
        ledger.sql(f"CREATE TABLE elsewhere.{table} (LIKE {schema}.{table})")
    entry = ledger.header()
    ledger.sql("INSERT INTO elsewhere.ledger_journalline (id, entry_id, date, account_id, outlet_id, debit, credit) "
               "VALUES (1, %s, '2026-11-03', 1, 1, 5, 0)", entry)  # fmt: skip
    ledger.sql("SET LOCAL search_path TO elsewhere")
    with refused("has no lines"):
        ledger.sql("SET CONSTRAINTS ALL IMMEDIATE")


def test_lines_are_checked_in_their_own_schema_whatever_the_path(ledger):
    schema = connection.schema_name
    entry = ledger.header()
    ledger.sql("SET LOCAL search_path TO pg_catalog")
    with refused("debits and credits differ"):
        ledger.sql(
            f"INSERT INTO {schema}.ledger_journalline (entry_id, date, account_id, outlet_id, debit, credit) "
            "VALUES (%s, '2026-11-03', %s, %s, 5, 0)", entry, ledger.accounts["cash"], ledger.outlet,
        )  # fmt: skip


def in_thread(tenant, work):
    """Run `work` on a connection of its own, of our role; returns (thread, what it raised)."""
    caught, role = [], connection.settings_dict

    def run():
        connection.settings_dict = role
        connection.set_tenant(tenant)
        try:
            work()
        except Exception as error:  # noqa: BLE001 (handed to the test)
            caught.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, caught


@pytest.mark.committed
def test_another_transaction_cannot_slip_a_line_into_an_entry_that_is_being_posted(tenant, ledger):
    header_is_there, line_was_tried = threading.Event(), threading.Event()
    entries = []

    def post():
        with transaction.atomic():
            entries.append(ledger.header())
            ledger.lines(entries[0], ("cash", 5, 0), ("sales", 0, 5))
            header_is_there.set()
            line_was_tried.wait(TIMEOUT)

    def attack():
        header_is_there.wait(TIMEOUT)
        try:
            ledger.lines(entries[0], ("cash", 7, 0), ("sales", 0, 7))
        finally:
            line_was_tried.set()

    poster, posting = in_thread(tenant, post)
    attacker, attacking = in_thread(tenant, attack)
    poster.join()
    attacker.join()
    assert posting == []
    assert [type(error) for error in attacking] == [IntegrityError]
    assert ledger.sql("SELECT sum(debit) FROM ledger_journalline") == [(5,)]


@pytest.mark.committed
def test_closing_a_period_waits_for_those_who_are_posting(tenant, ledger):
    posted, closed = threading.Event(), threading.Event()
    order = []

    def post():
        with transaction.atomic():
            entry = ledger.header()
            ledger.lines(entry, ("cash", 5, 0), ("sales", 0, 5))
            posted.set()
            until(others_waiting_for_a_lock, "the one who closes waits")
            assert not closed.is_set()
            order.append("posted")

    def close():
        posted.wait(TIMEOUT)
        ledger.sql("UPDATE ledger_period SET is_open = false WHERE id = %s", ledger.period)
        order.append("closed")
        closed.set()

    threads = [in_thread(tenant, post), in_thread(tenant, close)]
    for thread, _ in threads:
        thread.join()
    assert [errors for _, errors in threads] == [[], []]
    assert order == ["posted", "closed"]
    with transaction.atomic(), refused("closed"):
        ledger.header()
