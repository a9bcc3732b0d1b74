"""Signing events as Stripe does, and carrying them to where they are heard."""

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request

from standins.stripe.world import Obj, World, shown

_MOST_ATTEMPTS = 30


def signed(event: Obj, secret: str, *, at: int | None = None) -> tuple[bytes, dict[str, str]]:
    """The body and headers of a delivery, signed at that second (now)."""
    body = json.dumps(shown(event), indent=2).encode()
    moment = int(time.time()) if at is None else at
    proof = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": f"t={moment},v1={proof}",
        "User-Agent": "Stripe/1.0 (stand-in)",
    }


class Courier:
    """Posts events to one URL: when told to, or (`run`) by itself as they come, again and again until it hears 2xx."""

    def __init__(self, world: World, url: str, secret: str) -> None:
        self.world, self.url, self.secret = world, url, secret
        self._ended = threading.Event()

    def deliver(self, event_id: str) -> bool:
        with self.world.lock:
            body, headers = signed(self.world.find(event_id, "event"), self.secret)
        heard = self._post(body, headers)
        with self.world.lock:
            delivery = self.world.deliveries[event_id]
            delivery["attempts"] += 1
            delivery["delivered"] = delivery["delivered"] or heard
            delivery["next"] = time.time() + min(60, 2 ** delivery["attempts"] / 8)
            self.world.keep()
        return heard

    def _post(self, body: bytes, headers: dict[str, str]) -> bool:
        request = urllib.request.Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310 (http, on this machine)
        try:
            with urllib.request.urlopen(request, timeout=30) as heard:  # noqa: S310
                return 200 <= int(heard.status) < 300
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def run(self) -> None:
        while not self._ended.is_set():
            self.world.news.wait(0.2)
            self.world.news.clear()
            for event_id in self._waiting():
                self.deliver(event_id)

    def _waiting(self) -> list[str]:
        with self.world.lock:
            return [
                event_id
                for event_id, delivery in self.world.deliveries.items()
                if not delivery["delivered"]
                and delivery["attempts"] < _MOST_ATTEMPTS
                and delivery["next"] <= time.time()
            ]

    def stop(self) -> None:
        self._ended.set()
        self.world.news.set()
