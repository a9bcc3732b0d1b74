"""Waiting for a state instead of a time: as long as it takes, and a failure that says what never came."""

import time
from collections.abc import Callable

from django.db import connection

TIMEOUT = 60.0
"""Seconds before a test gives up. Only a failing test ever waits so long, so it is generous: a busy machine is slow."""

_BETWEEN = 0.02


def until(holds: Callable[[], object], what: str) -> None:
    """Return as soon as `holds()` is true; AssertionError naming `what` after TIMEOUT seconds."""
    deadline = time.monotonic() + TIMEOUT
    while not holds():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(_BETWEEN)


def others_in_a_transaction() -> int:
    """How many other sessions of this database hold a transaction open. (A process was killed: has PostgreSQL noticed?)"""
    return _count("pid <> pg_backend_pid() AND xact_start IS NOT NULL")


def others_waiting_for_a_lock() -> int:
    """How many other sessions of this database wait for a lock that somebody holds."""
    return _count("pid <> pg_backend_pid() AND wait_event_type = 'Lock'")


def sessions() -> int:
    """All sessions of this database, this one included."""
    return _count("true")


def _count(condition: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # inside a transaction the first answer would be given again
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            f"AND backend_type = 'client backend' AND {condition}"
        )
        return int(cursor.fetchone()[0])
