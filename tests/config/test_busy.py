"""A statement that PostgreSQL gave up, or a transaction that it cut off: people are told to try again, by the API and by
a page; a worker does."""

import os
import subprocess
import sys
import time

import pytest
from celery.exceptions import Retry
from django.db import connection, transaction

from audit.models import DeadLetter
from audit.tasks import deliver
from company.models import Outlet
from kernel.ids import new_id
from kernel.schemas import PUBLIC, in_schema
from kernel.transactions import operation
from localdev.places import ROOT
from tests.waiting import others_in_a_transaction, until


@pytest.fixture
def slow(monkeypatch):
    """A list that takes longer than anybody waits."""

    def endless(*_given):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '20ms'")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr("kernel.listings.Listing.narrowed", endless)


@pytest.mark.parametrize(
    ("started", "seconds", "idle"),
    [
        ("import config.wsgi", 30, 30),
        ("import sys; sys.argv[0] = '/usr/bin/celery'; import config.celery", 900, 120),
        ("import sys; sys.argv[0] = 'manage.py'; import config.celery", 0, 0),
    ],
)
def test_how_long_a_statement_may_take_and_a_transaction_rest_depends_on_who_waits(started, seconds, idle):
    """In a process of its own: pages, workers, an operator's command."""
    shown = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS']['options'])"
    plain = {name: value for name, value in os.environ.items() if name != "COUNTERFOIL_PROCESS"}
    told = subprocess.run(
        [sys.executable, "-c", f"{started}; {shown}"], env=plain, cwd=ROOT, check=True, capture_output=True, text=True
    )
    limits = f"statement_timeout={seconds}s -c idle_in_transaction_session_timeout={idle}s"
    assert told.stdout.strip().endswith(f"-c lock_timeout=5000 -c {limits}")


def test_the_api_says_that_it_is_busy(slow, api_for, owner):
    answer = api_for(owner).get("/api/v1/products/")
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")


def test_a_page_says_that_it_is_busy(slow, client_for, owner):
    answer = client_for(owner).get("/products/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert b"Busy, please try again" in answer.content


def test_what_is_broken_is_not_called_busy(monkeypatch, client_for, owner):
    def broken(*_given):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")

    monkeypatch.setattr("kernel.listings.Listing.narrowed", broken)
    with pytest.raises(Exception, match="no_such_column"):
        client_for(owner).get("/products/")


NAMES = ["Main", "Renamed"]
STALLS: list[bool] = []
"""Whether the next operation does nothing for too long; empty when it doesn't."""


def rename_slowly(*_given):
    """Writes, and rests in between when it is to."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '50ms'")
    Outlet.objects.filter(name__in=NAMES).update(name="Renamed")
    if STALLS:
        STALLS.pop()
        time.sleep(0.5)
    Outlet.objects.filter(name__in=NAMES).update(name="Renamed again")


@operation
def rename(*_given):
    rename_slowly()


def renamed():
    return Outlet.objects.filter(name="Renamed again").exists()


@pytest.fixture(autouse=True)
def stalling_once():
    STALLS[:] = [True]


@pytest.mark.committed
def test_who_hangs_in_a_transaction_lets_go_of_what_it_locked(tenant):
    """A process of its own, stopped like one whose machine hangs; nobody ends it."""
    program = """
import sys
import config.wsgi
from django.conf import settings
from django.db import connection, transaction
connection.settings_dict["NAME"] = sys.argv[1]
connection.settings_dict["OPTIONS"]["options"] += " -c idle_in_transaction_session_timeout=1s"
from kernel.schemas import in_schema
from company.models import Outlet
with in_schema(sys.argv[2]), transaction.atomic():
    Outlet.objects.filter(name="Main").update(name="Mine")
    print("locked", flush=True)
    sys.stdin.read()
"""
    command = [sys.executable, "-c", program, connection.settings_dict["NAME"], tenant.schema_name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as hangs:
        assert hangs.stdout.readline() == "locked\n"
        until(lambda: others_in_a_transaction() == 0, "PostgreSQL cuts it off")
        assert hangs.poll() is None
        assert Outlet.objects.filter(name="Main").update(name="Ours") == 1
        hangs.kill()
    assert Outlet.objects.filter(name="Ours").exists()


@pytest.mark.committed
def test_the_api_whose_transaction_was_cut_off_is_busy_and_works_the_next_time(monkeypatch, api_for, owner):
    monkeypatch.setattr("kernel.listings.Listing.narrowed", rename)
    client = api_for(owner)
    answer = client.get("/api/v1/products/")
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert not renamed()
    with pytest.raises(AttributeError):  # the operation is done, and is no list of products
        client.get("/api/v1/products/")
    assert renamed()


@pytest.mark.committed
def test_a_page_whose_transaction_was_cut_off_is_busy_and_works_the_next_time(monkeypatch, client_for, owner):
    monkeypatch.setattr("kernel.listings.Listing.narrowed", transaction.atomic(rename_slowly))
    client = client_for(owner)
    answer = client.get("/products/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert b"Busy, please try again" in answer.content
    assert client.get("/outlets/").status_code == 200


@pytest.mark.committed
def test_a_workers_event_is_tried_again_and_then_done(tenant, settings):
    settings.EVENT_ROUTES = {"test.rang": (f"{__name__}.rename",)}
    message = {"event_id": str(new_id()), "kind": "test.rang", "handler": f"{__name__}.rename", "payload": {}}
    tries = []

    def again(*, exc, countdown):
        tries.append((type(exc).__name__, countdown))
        return Retry(exc=exc)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(deliver, "retry", again)
        states = [deliver.apply(kwargs=message, headers={"_schema_name": tenant.schema_name}).state for _ in range(2)]
    assert (states, tries) == (["RETRY", "SUCCESS"], [("Busy", 5)])
    assert renamed()
    with in_schema(PUBLIC):
        assert not DeadLetter.objects.filter(kind="test.rang").exists()
