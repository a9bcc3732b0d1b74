"""From the click on "sign up" until the first page of the new business has answered, over HTTP."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from statistics import median
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection

from bench.caller import Caller
from bench.server import Served
from bench.shop import PASSWORD
from kernel.schemas import use_public
from localdev.owning import as_owner
from localdev.places import BIN, LOCAL, ROOT
from localdev.processes import Child
from localdev.roles import for_owner
from tenants.schemas.asking import ask_for_spares
from tenants.schemas.heartbeat import beats
from tenants.schemas.jobs.refill_pool import refill_pool

_START_SECONDS = 60
_REQUESTS = 3
"""From the sign-up to the first page: see `_open_a_business`."""


@dataclass(frozen=True, slots=True)
class SignUpTimes:
    """Medians in seconds: with a spare schema waiting, with one made meanwhile, and what migrating one would take."""

    warm: float
    served: float
    """Of `warm`, what the server took: for the sign-up itself, the owner's entry and the first page."""
    cold: float
    migrated: float


def measure_sign_ups(*, port: int, log: Path, rounds: int) -> SignUpTimes:
    """`log` is the server's access log."""
    warm, cold, taken = [], [], []
    served = Served(log)
    with schemas_worker():
        for _ in range(rounds):
            use_public()
            with as_owner():
                refill_pool(size=1)
            warm.append(_open_a_business(port))
            taken.append(served.next(_REQUESTS))
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM schemas_spareschema")
            cold.append(_open_a_business(port))
            served.next(_REQUESTS)
    with as_owner():
        return SignUpTimes(median(warm), median(taken), median(cold), _migrate_a_schema())


@contextmanager
def schemas_worker() -> Iterator[None]:
    """Makes one spare schema whenever a sign-up that finds none asks for one. RuntimeError when it doesn't start."""
    command = [
        str(BIN / "celery"),
        "--app",
        "config.celery",
        "--quiet",
        "worker",
        "--queues=schemas",
        "--concurrency=1",
    ]
    env = {**for_owner(os.environ), "TENANT_POOL_SIZE": "1"}
    worker = Child("schemas worker", command, log=LOCAL / "bench" / "schemas-worker.log", env=env, cwd=ROOT)
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not beats("schemas"):
            if not worker.running or time.monotonic() > deadline:
                raise RuntimeError(f"the worker did not start: {worker.last_words()}")
            ask_for_spares()
            time.sleep(0.2)
        yield
    finally:
        worker.stop()


def sign_up(port: int) -> tuple[str, str]:
    """Open a business as a visitor does; its host and the address at which its owner enters. RuntimeError."""
    name = f"b{token_hex(6)}"
    answer = Caller(port, "localhost").post(
        "/api/v1/sign-ups/",
        {
            "business_name": name,
            "subdomain": name,
            "owner_name": "New Owner",
            "email": f"{name}@example.com",
            "password": PASSWORD,
            "country": "IN",
        },
    )
    if answer.status != HTTPStatus.CREATED:
        raise RuntimeError(f"{answer.status} {answer.body[:500]!r}")
    return f"{name}.localhost", answer.json()["enter"]


def _open_a_business(port: int) -> float:
    began = time.perf_counter()
    host, enter = sign_up(port)
    entry = urlsplit(enter)
    owner = Caller(port, host)
    welcome = owner.get(f"{entry.path}?{entry.query}")
    home = owner.get(welcome.location, cookies=welcome.cookies)
    if home.status != HTTPStatus.OK:
        raise RuntimeError(f"{welcome.status} {welcome.location}: {home.status} {home.body[:300]!r}")
    return time.perf_counter() - began


def _migrate_a_schema() -> float:
    schema = f"t_{token_hex(10)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        began = time.perf_counter()
        call_command("migrate_schemas", schema_name=schema, interactive=False, verbosity=0)
        took = time.perf_counter() - began
        use_public()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {schema} CASCADE")
    return took
