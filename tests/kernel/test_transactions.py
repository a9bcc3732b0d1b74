"""An operation owns its transaction; the database's quarrels are retried or named."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, ProgrammingError, connection, transaction

from accounting.ledger.errors import PeriodClosed
from audit.models import OutboxEvent
from kernel.errors import AlreadyExists, Busy, OutOfRange
from kernel.transactions import (
    ATTEMPTS,
    OPERATIONS,
    open_to_joining,
    operation,
    pipeline,
    require_transaction,
    snapshot,
)
from tests.waiting import TIMEOUT

pytestmark = pytest.mark.committed


@pytest.fixture(autouse=True)
def registry_as_it_was():
    before = dict(OPERATIONS)
    yield
    OPERATIONS.clear()
    OPERATIONS.update(before)


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


INSERT = "INSERT INTO audit_outboxevent (id, kind, payload, occurred_at) VALUES (gen_random_uuid(), 'x', '{}', now())"


def written():
    return OutboxEvent.objects.filter(kind="x").count()


def raise_in_database(state, constraint=""):
    """What a trigger of the database raises."""
    sql(f"DO $$ BEGIN RAISE EXCEPTION 'quarrel' USING ERRCODE = '{state}', CONSTRAINT = '{constraint}'; END $$")


def test_an_operation_is_all_or_nothing(tenant):
    @operation
    def half():
        sql(INSERT)
        1 / 0  # noqa: B018

    with pytest.raises(ZeroDivisionError):
        half()
    assert written() == 0


@pytest.mark.parametrize("state", ["40P01", "40001"])
def test_a_quarrel_that_passes_is_not_noticed(tenant, state):
    tries = []

    @operation
    def insert():
        tries.append(1)
        sql(INSERT)
        if len(tries) < 3:
            raise_in_database(state)

    insert()
    assert len(tries) == 3
    assert written() == 1


def test_a_quarrel_that_stays_is_busy(tenant):
    tries = []

    @operation
    def insert():
        tries.append(1)
        raise_in_database("40P01")

    with pytest.raises(Busy):
        insert()
    assert len(tries) == ATTEMPTS


def test_a_row_that_is_held_too_long_is_busy(tenant):
    sql(INSERT)
    held, done = threading.Event(), threading.Event()

    def hold():
        connection.set_tenant(tenant)
        with transaction.atomic():
            sql("SELECT 1 FROM audit_outboxevent FOR UPDATE")
            held.set()
            done.wait(TIMEOUT)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(TIMEOUT)

    @operation
    def wait_for_it():
        sql("SET LOCAL lock_timeout = '50ms'")
        sql("SELECT 1 FROM audit_outboxevent FOR UPDATE")

    with pytest.raises(Busy):
        wait_for_it()
    done.set()
    holder.join()


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("SET LOCAL statement_timeout = '20ms'; SELECT pg_sleep(5)", Busy),
        ("SELECT 9223372036854775807 + 1", OutOfRange),
        ("SELECT (99999999999.999 + 1)::numeric(14,3)", OutOfRange),
    ],
)
def test_what_takes_too_long_or_adds_up_to_too_much_is_refused(tenant, statement, refusal):
    @operation
    def ask():
        sql(statement)

    with pytest.raises(refusal):
        ask()


def test_what_others_changed_meanwhile_is_worth_another_try(tenant):
    """A period that is closed while we post: the second try sees it closed and decides anew."""
    tries = []

    @operation
    def late():
        tries.append(1)
        if len(tries) == 1:
            raise_in_database("integrity_constraint_violation", "ledger_period_open")
        return len(tries)

    assert late() == 2


def test_other_trouble_with_the_database_is_told_as_it_is(tenant):
    @operation
    def broken():
        raise_in_database("57000")

    with pytest.raises(OperationalError):
        broken()


def test_a_violated_constraint_becomes_the_named_error(tenant):
    @operation
    def closed():
        raise_in_database("integrity_constraint_violation", "ledger_period_open")

    with pytest.raises(PeriodClosed):
        closed()


def test_a_second_of_what_may_be_there_once_already_exists(tenant):
    @operation
    def twice():
        for _ in range(2):
            sql("INSERT INTO tax_taxcode (code, name, treatment) VALUES ('T', 't', 'taxable')")

    with pytest.raises(AlreadyExists) as exists:
        twice()
    assert exists.value.data == {"constraint": "tax_code_once"}


def test_a_fault_of_ours_stays_an_integrity_error(tenant):
    @operation
    def orphan():
        sql("INSERT INTO tax_taxrate (tax_code_id, component, percent, valid_from) VALUES (NULL, 'X', 1, now())")

    with pytest.raises(IntegrityError):
        orphan()


def test_operations_do_not_call_operations(tenant):
    @operation
    def inner():
        sql(INSERT)

    @operation
    def outer():
        inner()

    with pytest.raises(RuntimeError):
        outer()
    with transaction.atomic():
        with open_to_joining(), pytest.raises(RuntimeError):
            outer()
        transaction.set_rollback(True)
    assert written() == 0


def test_a_step_asks_for_a_transaction(tenant):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        require_transaction()


def test_a_pipeline_that_breaks_undoes_everything_and_leaves_the_connection_usable(tenant):
    @operation
    def piped():
        with pipeline():
            sql(INSERT)
            sql("SELECT nonsense")
            sql(INSERT)

    with pytest.raises(ProgrammingError):
        piped()
    assert written() == 0

    @operation
    def well():
        with pipeline():
            sql(INSERT)

    well()
    assert written() == 1


def test_a_deadlock_inside_a_pipeline_is_retried_too(tenant):
    tries = []

    @operation
    def piped():
        tries.append(1)
        with pipeline():
            sql(INSERT)
            if len(tries) < 2:
                raise_in_database("40P01")

    piped()
    assert (len(tries), written()) == (2, 1)
    assert issubclass(OperationalError, DatabaseError)


def test_a_snapshot_sees_one_moment_while_others_write(tenant):
    def write():
        connection.set_tenant(tenant)
        sql(INSERT)
        connection.close()

    with snapshot():
        before = written()
        other = threading.Thread(target=write)
        other.start()
        other.join(TIMEOUT)
        assert written() == before
    assert written() == before + 1


def test_a_snapshot_writes_nothing_and_is_a_transaction_of_its_own(tenant):
    with pytest.raises(DatabaseError, match="read-only transaction"), snapshot():
        sql(INSERT)
    with transaction.atomic(), pytest.raises(RuntimeError), snapshot():
        pass
