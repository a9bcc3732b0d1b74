"""The stand-in as a server: what it tells, how often, and what it remembers."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
import stripe

from standins.stripe.server import Server, start
from standins.stripe.webhooks import Courier
from standins.stripe.world import World
from tests.waiting import TIMEOUT

SECRET = "whsec_test"


class Listener(ThreadingHTTPServer):
    """Hears webhooks; refuses as many as `deaf` says."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Hears)
        self.heard, self.deaf = [], 0
        self.news = threading.Condition()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/stripe/webhook/"

    def until(self, count):
        with self.news:
            assert self.news.wait_for(lambda: len(self.heard) >= count, timeout=TIMEOUT), self.heard
        return [event.type for event in self.heard]


class Hears(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        event = stripe.Webhook.construct_event(body, self.headers["Stripe-Signature"], SECRET)
        with self.server.news:
            deaf, self.server.deaf = self.server.deaf, max(0, self.server.deaf - 1)
            self.send_response(500 if deaf else 200)
            self.end_headers()
            if not deaf:
                self.server.heard.append(event)
                self.server.news.notify_all()

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def listener():
    server = Listener()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def serve(listener):
    """Start a stand-in: its URL."""
    running = []

    def go(*, kept=None, auto=False):
        world = World(kept=kept)
        courier = Courier(world, listener.url, SECRET)
        server = Server(0, world, courier)
        world.url = f"http://127.0.0.1:{server.server_address[1]}"
        start(server)
        if auto:
            threading.Thread(target=courier.run, daemon=True).start()
        running.append((server, courier))
        return world.url

    yield go
    for server, courier in running:
        courier.stop()
        server.shutdown()
        server.server_close()


def at(url):
    return stripe.StripeClient("sk_test_x", base_addresses={"api": url}).v1


def test_events_are_told_by_themselves_and_again_until_somebody_listens(serve, listener):
    listener.deaf = 2
    url = serve(auto=True)
    at(url).customers.create({"name": "Corner Shop"})
    assert listener.until(1) == ["customer.created"]


def test_by_hand_they_are_told_as_often_and_in_the_order_one_likes(serve, listener):
    url = serve()
    customer = at(url).customers.create({"name": "Corner Shop"})
    at(url).customers.update(customer.id, {"name": "Corner Shops"})
    assert listener.heard == []
    events = requests.get(f"{url}/_fake/events", timeout=TIMEOUT).json()["data"]
    ids = [event["id"] for event in reversed(events)]
    said = requests.post(f"{url}/_fake/deliver", json={"event_ids": ids, "times": 2}, timeout=TIMEOUT).json()
    assert said == {"heard": [True] * 4}
    assert listener.until(4) == ["customer.updated"] * 2 + ["customer.created"] * 2
    assert listener.heard[3].data.object.name == "Corner Shop", "as it was then"


def test_the_clock_goes_forward_alone(serve):
    url = serve()
    before = requests.get(f"{url}/_fake/clock", timeout=TIMEOUT).json()["now"]
    after = requests.post(f"{url}/_fake/clock", json={"advance_seconds": 86400}, timeout=TIMEOUT).json()["now"]
    assert 86400 <= after - before <= 86402
    back = requests.post(f"{url}/_fake/clock", json={"to": before}, timeout=TIMEOUT)
    assert back.status_code == 400
    page = requests.post(f"{url}/", data={"action": "7"}, timeout=TIMEOUT)
    assert "no money moves" in page.text
    assert requests.get(f"{url}/_fake/clock", timeout=TIMEOUT).json()["now"] - before >= 8 * 86400


def test_what_it_knew_it_knows_after_a_restart(serve, tmp_path):
    kept = tmp_path / "stripe.json"
    first = at(serve(kept=kept)).customers.create({"name": "Corner Shop"})
    again = at(serve(kept=kept))
    assert again.customers.retrieve(first.id).name == "Corner Shop"
    assert again.customers.create({"name": "Other"}).id != first.id
