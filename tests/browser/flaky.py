"""A proxy between browser and server that loses, delays and doubles what passes through it, as it is told or at random."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import urlsplit

_OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}
REFUSAL = b'{"code": "conflict", "title": "Refused", "detail": "A refusal of something else"}'


class Fault(StrEnum):
    """What may happen to a request."""

    NONE = "none"
    DROP_REQUEST = "the request never arrives"
    DROP_ANSWER = "it is done, and the answer is lost"
    CUT = "it is done, and half of the answer arrives"
    DELAY = "the answer comes late"
    LATE = "the connection breaks at once, and the request arrives later, maybe after it was sent again"
    DOUBLE = "it arrives twice at once"
    GATEWAY = "it is done, and a proxy answers with its own page"
    REFUSE = "it is done, and the answer says that it isn't"
    HOLD = "it is done, and the answer comes after everybody has stopped waiting for it"


@dataclass
class Passed:
    """An answer of the server's."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


Chooser = Callable[[str, str], Fault]


@dataclass
class Flaky:
    """`choose(method, path)` says what happens to the next request; `seen` is what happened to each that was chosen."""

    address: str
    choose: Chooser = lambda _method, _path: Fault.NONE
    seen: list[Fault] = field(default_factory=list)
    pending: list[threading.Thread] = field(default_factory=list)

    def settle(self) -> None:
        """Until everything that is on its way has arrived."""
        for thread in list(self.pending):
            thread.join()


def at_random(seed: int, rate: float, paths: tuple[str, ...], faults: tuple[Fault, ...]) -> Chooser:
    """Each request below one of the paths has a fault with this probability."""
    dice, lock = Random(seed), threading.Lock()  # noqa: S311 (the same faults each time)

    def choose(_method: str, path: str) -> Fault:
        if not path.startswith(paths):
            return Fault.NONE
        with lock:
            return dice.choice(faults) if dice.random() < rate else Fault.NONE

    return choose


@contextmanager
def flaky(site: str) -> Iterator[Flaky]:
    """A proxy in front of the server, in threads of its own."""
    port = urlsplit(site).port

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            request = (self.command, self.path, self.rfile.read(length), dict(self.headers))
            fault = proxy.choose(self.command, self.path.partition("?")[0])
            if fault is not Fault.NONE:
                proxy.seen.append(fault)
            passed = _pass(proxy, port, request, fault)
            self.close_connection = True
            if passed is None:
                return
            self.send_response(passed.status)
            for name, value in passed.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(passed.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(passed.body[: len(passed.body) // 2] if fault is Fault.CUT else passed.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = _answer  # noqa: N815 (the names that are called)

        def log_message(self, *_: Any) -> None: ...

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):  # the browser stopped waiting
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy = Flaky(f":{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.choose = lambda _method, _path: Fault.NONE
        proxy.settle()
        server.shutdown()
        server.server_close()


Asked = tuple[str, str, bytes, dict[str, str]]


def _pass(proxy: Flaky, port: int | None, request: Asked, fault: Fault) -> Passed | None:
    """The answer as the browser is to get it; None is a broken connection."""

    def ask() -> Passed:
        return _ask(port, request)

    if fault is Fault.DROP_REQUEST:
        return None
    if fault is Fault.LATE:
        _aside(proxy, ask, after=1)
        return None
    if fault is Fault.DOUBLE:
        _aside(proxy, ask)
    answer = ask()
    if fault in {Fault.DELAY, Fault.HOLD}:
        time.sleep(1 if fault is Fault.DELAY else 12)
    if fault is Fault.DROP_ANSWER:
        return None
    if fault is Fault.GATEWAY:
        return Passed(502, [("Content-Type", "text/html")], b"<h1>Bad gateway</h1>")
    if fault is Fault.REFUSE:
        return Passed(409, [("Content-Type", "application/problem+json")], REFUSAL)
    return answer


def _aside(proxy: Flaky, work: Callable[[], Any], after: float = 0) -> None:
    thread = threading.Timer(after, work)
    thread.daemon = True
    proxy.pending.append(thread)
    thread.start()


def _ask(port: int | None, request: Asked) -> Passed:
    method, path, body, headers = request
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, {**headers, "Connection": "close"})
        answer = connection.getresponse()
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _OF_THE_CONNECTION]
        return Passed(answer.status, kept, answer.read())
    finally:
        connection.close()
