"""The product's web server as it runs in production, and a till in front of it on one connection."""

import http.client
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model

from bench.caller import CSRF_TOKEN, Caller
from bench.shop import Shop
from config.sessions import SessionStore
from kernel.schemas import in_schema
from localdev.places import BIN, LOCAL, ROOT
from localdev.ports import HOST, free_port
from localdev.processes import Child
from localdev.roles import for_application

_START_SECONDS = 30
_PROBE = "/readyz"


class Served:
    """What the server itself took for each request, by its access log: without client, sockets and queueing."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._seen = 0

    def next(self, requests: int) -> float:
        """Seconds for so many requests together, those that came after the last that were asked for. RuntimeError."""
        deadline = time.monotonic() + 5  # a line is written when its client has the answer already
        while time.monotonic() < deadline:
            lines = [line for line in self.log.read_text().splitlines() if not line.startswith(_PROBE)]
            if len(lines) >= self._seen + requests:
                new, self._seen = lines[self._seen : self._seen + requests], self._seen + requests
                return sum(int(line.rpartition(" ")[2]) for line in new) / 1_000_000
            time.sleep(0.01)
        raise RuntimeError(f"{self.log} doesn't tell of {requests} more requests")


@contextmanager
def web_server(
    log: Path = LOCAL / "bench" / "web.log", *, served: Path | None = None, cache: bool = True
) -> Iterator[int]:
    """Its port. `served` is the access log that `Served` reads; only gunicorn's own workers write one. Without `cache`
    nobody listens where Redis should be.
    """
    port = free_port()
    worker = "gthread" if served else "config.server.WaitressWorker"
    command = [str(BIN / "gunicorn"), "config.wsgi", f"--bind={HOST}:{port}", f"--worker-class={worker}", "--workers=2"]
    if served:
        served.unlink(missing_ok=True)
        command += [f"--access-logfile={served}", "--access-logformat=%(U)s %(D)s"]
    # Behind a proxy, so that callers may say where they are from (bench.caller): limits are for each address.
    env = {
        **for_application(os.environ),
        "BEHIND_PROXY": "1",
        **({} if cache else {"REDIS_URL": f"redis://{HOST}:1/0"}),
    }
    server = Child("web", [*command, "--threads=4", "--preload", "--keep-alive=60"], log=log, env=env, cwd=ROOT)
    try:
        _await(port, server)
        yield port
    finally:
        server.stop()


def _await(port: int, server: Child) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while server.running and time.monotonic() < deadline:
        try:
            probe = http.client.HTTPConnection(HOST, port, timeout=5)
            probe.request("GET", _PROBE)
            if probe.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the web server did not start: {server.last_words()}")


def signed_in(port: int, shop: Shop) -> Caller:
    """The owner's browser: a session cookie and a CSRF token."""
    with in_schema(shop.schema):
        owner = get_user_model().objects.get(pk=shop.owner_id)
        session = SessionStore()
        session[SESSION_KEY] = str(owner.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = owner.get_session_auth_hash()
        session.save()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF_TOKEN}"
    return Caller(port, shop.host, {"Cookie": cookies, "X-CSRFToken": CSRF_TOKEN})
