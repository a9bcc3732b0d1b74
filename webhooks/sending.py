"""Sending a webhook to an address that was checked, and to no other.

The name is resolved once; every address must be public; the connection is made to one of these very addresses, while
TLS and the Host header name the host. So a name that answers differently the second time (DNS rebinding) gains nothing.
Redirects are not followed.
"""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from webhooks.rules.addresses import is_public
from webhooks.rules.targets import BadTarget, Target, read_target

_TIMEOUT_SOCKET = 5.0
"""Seconds for a connection, and between two bytes."""

_TIMEOUT_TOTAL = 15.0
"""Seconds for everything."""

_MAX_RESPONSE_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt. `status` is None where nobody answered; `error` is empty when it arrived."""

    status: int | None
    response: str
    error: str
    milliseconds: int


def send(url: str, *, body: str, headers: Mapping[str, str]) -> Outcome:
    """POST JSON to a URL. Whatever goes wrong is in the outcome."""
    began = time.monotonic()
    status, response = None, ""
    try:
        target = read_target(url, private=settings.WEBHOOKS_ALLOW_PRIVATE)
        status, response = _post(target, _address_of(target), body.encode(), headers)
        error = _complaint(status)
    except BadTarget as refused:
        error = str(refused)
    except (OSError, http.client.HTTPException) as failed:
        error = f"{type(failed).__name__}: {failed}"[:200]
    return Outcome(status, response, _storable(error), round((time.monotonic() - began) * 1000))


def addresses_of(host: str, port: int) -> list[str]:
    """What the resolver of this machine says. OSError when it knows none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _address_of(target: Target) -> str:
    """One address of the host; BadTarget when any of them isn't public."""
    addresses: list[str] = import_string(settings.WEBHOOK_RESOLVER)(target.host, target.port)
    refused = not addresses or not all(map(is_public, addresses))
    if refused and not (addresses and settings.WEBHOOKS_ALLOW_PRIVATE):
        raise BadTarget("The host has an address that is not on the public Internet.")
    return addresses[0]


def _post(target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0  # it would look the name up again
    connection.sock = socket.create_connection((address, target.port), timeout=_TIMEOUT_SOCKET)
    watchdog = threading.Timer(_TIMEOUT_TOTAL, _hang_up, [connection])
    watchdog.daemon = True
    watchdog.start()
    try:
        if target.scheme == "https":
            connection.default_port = http.client.HTTPS_PORT
            connection.sock = secured = _context().wrap_socket(
                connection.sock, server_hostname=target.host, do_handshake_on_connect=False
            )
            secured.do_handshake()
        connection.request("POST", target.path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, _storable(answer.read(_MAX_RESPONSE_BYTES).decode(errors="replace"))
    finally:
        watchdog.cancel()
        connection.close()


def _storable(text: str) -> str:
    """Without what PostgreSQL refuses: an outcome that can't be written down would be tried again for ever."""
    return text.encode(errors="replace").decode().replace("\0", "�")


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """A receiver that answers a byte now and then doesn't keep a worker."""
    with contextlib.suppress(OSError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _context() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.WEBHOOK_CERTIFICATES or None)


def _complaint(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return "Redirects are not followed." if 300 <= status < 400 else f"Answered {status}."
