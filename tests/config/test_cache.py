"""A business without Redis: dead, or so busy that it never answers. Everything goes on, and `/readyz` says so."""

import os
import signal
import time

import psutil
import pytest
import redis

from config.cache import Cache
from config.settings.cache import REDIS_TIMEOUT
from kernel.breaker import breaker_of
from kernel.queue import send_if_possible
from kernel.rate_limits import take
from localdev.valkey import valkey
from sales.selling.models import Sale
from tests.business import PASSWORD
from tests.shop import make_product, put_on_shelf
from tests.waiting import until

EVERY_CALL = {
    "get": ("k",),
    "get_many": (["k"],),
    "has_key": ("k",),
    "add": ("k", 1),
    "set": ("k", 1),
    "set_many": ({"k": 1},),
    "touch": ("k",),
    "incr": ("k",),
    "delete": ("k",),
    "delete_many": (["k"],),
    "clear": (),
}


class OwnRedis:
    """A server of the test's own, which it may stop."""

    def __init__(self, url):
        self.url = url
        with redis.Redis.from_url(url) as client:
            self.process = psutil.Process(client.info("server")["process_id"])

    def die(self):
        self.process.kill()
        until(lambda: self.process.status() == psutil.STATUS_ZOMBIE, "its end")

    def hang(self):
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self):
        os.kill(self.process.pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def long_lived(tmp_path_factory):
    with valkey(tmp_path_factory.mktemp("valkey")) as url:
        own = OwnRedis(url)
        yield own
        own.go_on()


@pytest.fixture(autouse=True)
def brief(settings):
    settings.REDIS_TIMEOUT = REDIS_TIMEOUT


@pytest.fixture
def own(long_lived):
    """One that answers at first, and again at the end."""
    redis.Redis.from_url(long_lived.url).flushall()
    breaker_of.cache_clear()
    yield long_lived
    long_lived.go_on()


@pytest.fixture
def dead(tmp_path):
    with valkey(tmp_path) as url:
        OwnRedis(url).die()
        yield url


@pytest.fixture(params=["dead", "hanging"])
def away(request, settings):
    """A Redis that is named by the settings, and away."""
    if request.param == "dead":
        url = request.getfixturevalue("dead")
    else:
        own = request.getfixturevalue("own")
        own.hang()
        url = own.url
    breaker_of.cache_clear()
    settings.REDIS_URL = url
    settings.CACHES = {alias: {**cache, "LOCATION": url} for alias, cache in settings.CACHES.items()}
    yield url
    breaker_of.cache_clear()


def cache_at(url, **params):
    return Cache(url, {"LOCATION": url, **params})


@pytest.mark.parametrize("params", [{}, {"MEMORY": True}])
@pytest.mark.parametrize("name", EVERY_CALL)
def test_no_call_raises_and_the_second_does_not_ask(dead, name, params):
    breaker_of.cache_clear()
    cache = cache_at(dead, **params)
    if params:
        cache.set("k", 1)
    getattr(cache, name)(*EVERY_CALL[name])
    cache._cache.get_client = None  # asking would raise
    getattr(cache, name)(*EVERY_CALL[name])


def test_what_hangs_is_waited_for_once_and_briefly(own):
    cache = cache_at(own.url)
    cache.set("k", 1)
    own.hang()
    began = time.monotonic()
    assert [cache.get("k") for _ in range(1000)] == [None] * 1000
    took = time.monotonic() - began
    assert REDIS_TIMEOUT < took < 1000 * REDIS_TIMEOUT / 2
    assert REDIS_TIMEOUT <= 0.05


def test_what_was_not_written_or_deleted_is_not_believed_later(own, monkeypatch):
    cache = cache_at(own.url)
    cache.set_many({"old": "old", "deleted": "old", "kept": "kept"})
    own.hang()
    cache.set("old", "new")
    cache.delete("deleted")
    own.go_on()
    monkeypatch.setattr("kernel.breaker._PAUSE", 0.0)
    cache._breaker._ask_again_at = 0.0
    until(lambda: cache.get("kept"), "its return")
    assert cache.get_many(["old", "deleted", "kept"]) == {"kept": "kept"}


def test_memory_counts_while_redis_does_not(dead):
    breaker_of.cache_clear()
    one, other = (cache_at(dead, MEMORY=True) for _ in range(2))  # as two threads have them
    assert one.add("code", "used")
    assert not other.add("code", "used")
    assert cache_at(dead).get("code") is None


@pytest.mark.usefixtures("away")
def test_a_sale_a_page_and_signing_in(tenant, client_for, post, owner, outlet, public_client):
    thing = make_product(owner, price=10_00)
    put_on_shelf(owner, outlet, thing, 10)
    cart = {
        "outlet_id": outlet.id,
        "lines": [{"variation_id": thing, "quantity": "1"}],
        "payments": [{"method": "cash", "amount": "10.00"}],
    }
    answers = [post(owner, "sales/", cart, key=f"sale-{number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert Sale.objects.count() == 3
    browser = client_for()
    signed_in = browser.post("/sign-in/", {"login": owner.email, "password": PASSWORD})
    assert (signed_in.status_code, signed_in["Location"]) == (302, "/")
    assert [browser.get(path).status_code for path in ("/", "/till/", "/products/")] == [200] * 3
    assert browser.post("/sign-out/").status_code == 302
    assert browser.get("/products/").status_code == 302
    assert public_client.get("/").status_code == 200


@pytest.mark.usefixtures("away", "tenant")
def test_ready_says_so_and_stays_ready(client):
    answer = client.get("/readyz", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.json()) == (200, {"status": "degraded", "failing": ["cache"]})


@pytest.mark.usefixtures("away")
def test_limits_are_counted_here():
    waits = [take("test", rate_per_minute=1, burst=2) for _ in range(3)]
    assert waits[:2] == [0, 0]
    assert waits[2] > 0


def test_no_request_waits_for_the_queue(away, monkeypatch):
    """Nothing is sent while the breaker knows that nobody would take it."""
    breaker_of(away).ask(lambda: redis.Redis.from_url(away, socket_timeout=0.05).ping(), lambda: None)
    monkeypatch.setattr("celery.current_app.send_task", lambda *_, **__: pytest.fail("asked"))
    send_if_possible("webhooks.tasks.send_to", headers={})


def test_a_message_that_cannot_be_sent_breaks_nothing(settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    breaker_of.cache_clear()

    def send(*_given, **_options):
        raise OSError("gone")

    monkeypatch.setattr("celery.current_app.send_task", send)
    send_if_possible("webhooks.tasks.send_to", headers={})
    breaker_of.cache_clear()
