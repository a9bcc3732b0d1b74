"""The HTTP of it: the API, the hosted pages, and controls under `/_fake/`."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from standins.stripe import api, html, invoices, pages
from standins.stripe.errors import ApiError
from standins.stripe.webhooks import Courier
from standins.stripe.world import Obj, World, shown

_PAGES = {
    "checkout": ("checkout.session", pages.checkout_page),
    "portal": ("billing_portal.session", pages.portal_page),
    "invoice": ("invoice", pages.invoice_page),
}


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, world: World, courier: Courier) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.world, self.courier = world, courier

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no news."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet an answer
    server: Server

    def do_GET(self) -> None:
        self._respond("GET")

    def do_POST(self) -> None:
        self._respond("POST")

    def do_DELETE(self) -> None:
        self._respond("DELETE")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the library's name)
        """Quiet."""

    def _respond(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url = urlsplit(self.path)
        if url.path == "/_fake/deliver":  # without the lock: the receiver of an event asks us back
            self._json(200, self._deliver(api.parsed(body)))
            return
        world = self.server.world
        with world.lock:
            try:
                if url.path.startswith("/v1/"):
                    status, said, replayed = api.answer(world, method, url.path, url.query, body, self.headers)
                    self._json(status, said, replayed=replayed)
                elif url.path.startswith("/_fake/"):
                    self._control(method, url.path.removeprefix("/_fake/"), api.parsed(body))
                else:
                    self._page(method, url.path.strip("/").split("/"), dict(parse_qsl(body)))
            except ApiError as refused:
                self._json(refused.status, refused.body)
            if method != "GET":
                world.keep()

    def _deliver(self, wanted: Obj) -> Obj:
        """In the order given, each so many times."""
        outcomes = [
            self.server.courier.deliver(event_id)
            for event_id in wanted["event_ids"]
            for _ in range(wanted.get("times", 1))
        ]
        return {"heard": outcomes}

    def _control(self, method: str, name: str, wanted: Obj) -> None:
        world = self.server.world
        if name == "clock":
            if method == "POST":
                to = wanted.get("to")
                pages.advance(world, int(to) - world.now if to else int(wanted["advance_seconds"]))
            self._json(200, {"now": world.now})
        elif name == "events":
            self._json(200, {"data": shown(world.every("event")), "deliveries": world.deliveries})
        elif name == "settings" and method == "POST":
            world.after_dunning = {"unpaid": "unpaid", "canceled": "canceled"}[wanted["after_dunning"]]
            self._json(200, wanted)
        else:
            self._json(404, {})

    def _page(self, method: str, steps: list[str], form: dict[str, str]) -> None:
        world = self.server.world
        if steps == [""]:
            if method == "POST":
                pages.move_clock(world, form)
                self._redirect("/")
            else:
                self._html(200, pages.clock_page(world))
            return
        kind, show = _PAGES.get(steps[0], ("", None))
        thing = world.objects.get(steps[1]) if len(steps) > 1 else None
        if show is None or thing is None or thing["object"] != kind:
            self._html(404, html.page("Not found", "<p>There is nothing at this address.</p>"))
        elif steps[2:] == ["pdf"]:
            self._send(200, pages.invoice_pdf(world, thing), "application/pdf")
        elif method == "POST":
            try:
                onward = self._act(thing, form)
            except ApiError as refused:
                self._html(402, show(world, thing, str(refused)))
            else:
                self._redirect(onward)
        else:
            self._html(200, show(world, thing))

    def _act(self, thing: Obj, form: dict[str, str]) -> str:
        """Do what the page's form asks for; where to go afterwards."""
        world = self.server.world
        if thing["object"] == "checkout.session":
            return pages.pay_checkout(world, thing, form)
        if thing["object"] == "invoice":
            invoices.pay(world, {}, thing["id"])
        else:
            pages.act_in_portal(world, thing, form)
        return self.path

    def _json(self, status: int, said: Obj, *, replayed: bool = False) -> None:
        more = {"Idempotent-Replayed": "true"} if replayed else {}
        self._send(status, json.dumps(said).encode(), "application/json", Request_Id="req_standin", **more)

    def _html(self, status: int, text: str) -> None:
        self._send(status, text.encode(), "text/html; charset=utf-8")

    def _redirect(self, to: str) -> None:
        self._send(303, b"", "text/plain", Location=to)

    def _send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def start(server: Server) -> threading.Thread:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    return thread
