"""PostgreSQL is gone: 503 and when to try again, to programs as a problem, to people with a page that does it itself."""

import threading
from contextlib import contextmanager

import psycopg
import pytest
from celery.exceptions import Reject
from django.core.cache import caches
from django.db import ConnectionHandler, Error, close_old_connections, connection
from django.test import Client

from audit.models import DeadLetter
from audit.tasks import deliver
from company.models import Outlet
from kernel.errors import Unavailable
from kernel.ids import new_id
from kernel.schemas import PUBLIC, in_schema
from kernel.transactions import refusal_of, run_in_transaction
from tests.waiting import sessions


@contextmanager
def without_database():
    """Nobody listens where PostgreSQL was."""
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = 1
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["PORT"] = port


def browser(host, **headers):
    return Client(headers={"host": host, **headers}, raise_request_exception=False)


@pytest.fixture(params=["host known", "host unknown"])
def caching(request, tenant, host):
    """Whether the first to ask the database is a middleware or a view."""
    caches["shared"].clear()
    if request.param == "host known":
        browser(host).get("/sign-in/")


@pytest.mark.committed
@pytest.mark.usefixtures("caching")
@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/api/v1/products/", {"cookie": f"session={'s' * 32}"}),
        ("/api/v1/me/", {"cookie": f"session={'s' * 32}"}),
        ("/products/", {"accept": "application/json", "cookie": f"session={'s' * 32}"}),
    ],
)
def test_programs_get_a_problem(host, path, headers):
    with without_database():
        answer = browser(host, **headers).get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "unavailable"


@pytest.mark.committed
@pytest.mark.usefixtures("caching")
@pytest.mark.parametrize(("method", "again"), [("get", True), ("post", False)])
def test_people_get_a_page(host, method, again):
    with without_database():
        answer = getattr(browser(host, cookie=f"session={'s' * 32}"), method)("/sign-in/", {"login": "a@b.example"})
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert b"Not available for a moment" in answer.content
    assert b"app.css" in answer.content
    assert (b'http-equiv="refresh"' in answer.content) == again


@pytest.mark.committed
def test_what_is_broken_is_a_problem_for_programs_too(host, monkeypatch):
    def crash(*_given):
        raise RuntimeError("secret")

    monkeypatch.setattr("config.edge.tenant.live_tenant_at", crash)
    answer = browser(host).get("/api/v1/products/")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    page = browser(host).get("/products/")
    assert (page.status_code, page["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert b"secret" not in answer.content + page.content


@pytest.mark.committed
def test_a_connection_that_died_between_requests_is_replaced(client_for, owner):
    client = client_for(owner)
    assert client.get("/outlets/").status_code == 200
    kill_the_connection()
    close_old_connections()  # as each request begins
    assert client.get("/outlets/").status_code == 200


@pytest.mark.committed
def test_one_that_dies_within_a_transaction_is_unavailable_and_nothing_is_done(tenant):
    def work():
        Outlet.objects.filter(name="Main").update(name="Changed")
        kill_the_connection()
        Outlet.objects.filter(name="Changed").update(name="Changed again")

    with pytest.raises(Unavailable):
        run_in_transaction(work)
    connection.close()
    assert Outlet.objects.filter(name="Main").exists()


def kill_the_connection():
    pid, before = connection.connection.info.backend_pid, sessions()
    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 60000)", [pid])
    assert before


@pytest.mark.committed
def test_a_pool_that_has_none_left_is_unavailable(tenant, monkeypatch):
    pool = {"min_size": 1, "max_size": 1, "timeout": 0.2}
    default = {**connection.settings_dict, "CONN_MAX_AGE": 0}
    pooled = ConnectionHandler({"default": {**default, "OPTIONS": {**default["OPTIONS"], "pool": pool}}})
    held, found = pooled["default"], []
    held.ensure_connection()

    def ask():
        mine = pooled["default"]
        monkeypatch.setattr("kernel.transactions.connection", mine)
        try:
            mine.ensure_connection()
        except Error as error:
            found.append(refusal_of(error))

    try:
        other = threading.Thread(target=ask)
        other.start()
        other.join()
    finally:
        held.close()
        held.close_pool()
    assert [type(each) for each in found] == [Unavailable]


CALLED: list[int] = []


def ring(**_payload):
    CALLED.append(Outlet.objects.count())


@pytest.mark.committed
def test_a_workers_task_is_put_back_and_done_later_without_counting(tenant, settings, monkeypatch):
    monkeypatch.setattr("tenants.life.schema_task._PAUSE_SECONDS", 0)
    settings.EVENT_ROUTES = {"test.rang": (f"{__name__}.ring",)}
    message = {"event_id": str(new_id()), "kind": "test.rang", "handler": f"{__name__}.ring", "payload": {}}

    def called():
        return deliver.apply(kwargs=message, headers={"_schema_name": tenant.schema_name})

    with without_database():
        for _ in range(6):  # more than a handler's tries
            put_back = called()
            assert (put_back.state, type(put_back.result)) == ("REJECTED", Reject)
            assert put_back.result.requeue
    assert called().state == "SUCCESS"
    assert len(CALLED) == 1
    with in_schema(PUBLIC):
        assert not DeadLetter.objects.filter(kind="test.rang").exists()
