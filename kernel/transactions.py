"""Transactions: an operation opens the one transaction, steps demand one, the database's quarrels are retried.

Locks are taken in one global order, so deadlocks are rare; when PostgreSQL still breaks one (or a serialisation fails)
the whole operation runs again. Somebody else holding a row past `lock_timeout` becomes `Busy`.
"""

import functools
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from kernel.errors import Busy

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 5
_DEADLOCK, _SERIALISATION, _LOCK_TIMEOUT = "40P01", "40001", "55P03"

OPERATIONS: dict[str, Callable[..., Any]] = {}
"""Every operation by its dotted name, so that a test can walk them all."""


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in a transaction of its own, again after a deadlock; Busy after a lock timeout.

    Operations don't call operations: being inside a transaction already is a RuntimeError.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with transaction.atomic(durable=True):
                    return function(*args, **kwargs)
            except OperationalError as error:
                state = getattr(error.__cause__, "sqlstate", None)
                if state == _LOCK_TIMEOUT or (state in {_DEADLOCK, _SERIALISATION} and attempt == ATTEMPTS):
                    raise Busy from error
                if state not in {_DEADLOCK, _SERIALISATION}:
                    raise
                time.sleep(random.uniform(0.005, 0.02) * 2**attempt)  # noqa: S311 (jitter, not a secret)
        raise AssertionError  # pragma: no cover (the loop returns or raises)

    OPERATIONS[f"{function.__module__}.{function.__qualname__}"] = run
    return run


def require_transaction() -> None:
    """A step is a part of somebody's transaction: RuntimeError outside one."""
    if not connection.in_atomic_block:
        raise RuntimeError("a step ran outside a transaction")


@contextmanager
def pipeline() -> Iterator[None]:
    """Send the statements inside to PostgreSQL without waiting for each answer; errors surface at the end.

    Only for statements whose answer nobody needs. Django turns the error into its own exception classes.
    """
    require_transaction()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
