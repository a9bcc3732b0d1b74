"""Transactions: an operation opens the one transaction, steps demand one, the database's quarrels are retried.

Locks are taken in one global order, so deadlocks are rare; when PostgreSQL still breaks one (or a serialisation fails)
the whole operation runs again. Somebody else holding a row past `lock_timeout`, a statement that takes longer than
`statement_timeout`, and a transaction that was cut off because its process did nothing in it
(`idle_in_transaction_session_timeout`) become `Busy`; a database that can't be reached, `Unavailable`.
"""

import functools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import Error, IntegrityError, InterfaceError, OperationalError, connection, transaction

from kernel.errors import BY_CONSTRAINT, AlreadyExists, Busy, DomainError, OutOfRange, Unavailable

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 5
_DEADLOCK, _SERIALISATION, _UNIQUE = "40P01", "40001", "23505"
_REFUSALS: dict[str, type[DomainError]] = {
    "55P03": Busy,  # lock_not_available
    "57014": Busy,  # query_canceled: statement_timeout
    "25P03": Busy,  # idle_in_transaction_session_timeout: nothing of it is kept, and the connection is gone
    "22003": OutOfRange,  # numeric_value_out_of_range
}

_GONE = {
    "57P01",  # admin_shutdown
    "57P02",  # crash_shutdown
    "57P03",  # cannot_connect_now
    "53300",  # too_many_connections
}

OPERATIONS: dict[str, Callable[..., Any]] = {}
"""Every operation by its dotted name, so that a test can walk them all."""


_joinable: ContextVar[bool] = ContextVar("joinable", default=False)


def run_in_transaction(work: Callable[[], R]) -> R:
    """Do the work in a transaction of its own; Busy after a lock timeout.

    Again after a deadlock, and after a violation that the work would have avoided, had it seen what others did.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic(durable=True):
                return work()
        except IntegrityError as error:
            named = _named(error)
            if not getattr(named, "again", False) or attempt == ATTEMPTS:
                raise named from error
        except Error as error:
            refused = refusal_of(error)
            if refused:
                raise refused from error
            if not (isinstance(error, OperationalError) and _sqlstate(error) in {_DEADLOCK, _SERIALISATION}):
                raise
            if attempt == ATTEMPTS:
                raise Busy from error
            time.sleep(random.uniform(0.005, 0.02) * 2**attempt)  # noqa: S311 (jitter, not a secret)
    raise AssertionError  # pragma: no cover (the loop returns or raises)


def refusal_of(error: Exception) -> DomainError | None:
    """What people are told when the database gave up on a statement, or is gone; None where the fault is ours."""
    if isinstance(error, Busy):
        return error
    if not isinstance(error, Error):
        return None
    kind = _REFUSALS.get(_sqlstate(error))
    if kind is None and _is_gone(error):
        kind = Unavailable
    return kind() if kind else None


def _is_gone(error: Error) -> bool:
    """Whether there was no connection to be had (a pool may have none left), or it was lost."""
    state = _sqlstate(error)
    if state:
        return state in _GONE or state.startswith("08")  # connection_exception
    lost = connection.connection is None or connection.connection.closed
    return lost and isinstance(error, OperationalError | InterfaceError)


def _sqlstate(error: Error) -> str:
    return getattr(error.__cause__, "sqlstate", None) or ""


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction of its own that only reads, and sees everything as it is at its first look, however long it takes.

    RuntimeError inside another one.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _named(error: IntegrityError) -> Exception:
    """The domain error behind a violated constraint; the error itself where the fault is ours."""
    cause = error.__cause__
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    if constraint in BY_CONSTRAINT:
        return BY_CONSTRAINT[constraint]()
    if _sqlstate(error) == _UNIQUE:
        return AlreadyExists(constraint=constraint)
    return error


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Mark what a person or a machine does: the function runs in a transaction of its own.

    Operations don't call operations. The one thing around an operation is the envelope that answers a request once
    (audit.operations.answer_once): there the operation joins the envelope's transaction.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _joinable.get():
            with closed_to_joining():
                return function(*args, **kwargs)
        return run_in_transaction(lambda: function(*args, **kwargs))

    OPERATIONS[f"{function.__module__}.{function.__qualname__}"] = run
    return run


@contextmanager
def open_to_joining() -> Iterator[None]:
    """Let the next operation join the transaction that is open here."""
    require_transaction()
    token = _joinable.set(True)
    try:
        yield
    finally:
        _joinable.reset(token)


@contextmanager
def closed_to_joining() -> Iterator[None]:
    """Inside an operation no other may join."""
    token = _joinable.set(False)
    try:
        yield
    finally:
        _joinable.reset(token)


def require_transaction() -> None:
    """A step is a part of somebody's transaction: RuntimeError outside one."""
    if not connection.in_atomic_block:
        raise RuntimeError("a step ran outside a transaction")


@contextmanager
def pipeline() -> Iterator[None]:
    """Send the statements inside to PostgreSQL without waiting for each answer; errors surface at the end.

    For statements whose answer nobody needs. One whose answer is read inside (a number) waits for all that were sent
    before it, and later ones go on without waiting. Django turns the error into its own exception classes.
    """
    require_transaction()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
