"""The stand-in for Stripe, where the environment names no key of one's own."""

import os
import secrets
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from localdev.places import BIN, ROOT
from localdev.ports import HOST, free_port
from localdev.problems import Problem
from localdev.processes import Child

_START_SECONDS = 10


@contextmanager
def payments(directory: Path, *, logs: Path, port: int) -> Iterator[Mapping[str, str]]:
    """The environment that a Django process reaches Stripe by; empty where it names a key already.

    The stand-in keeps what it knows in `directory`, and tells `port` of its events.
    """
    if os.environ.get("STRIPE_API_KEY"):
        yield {}
        return
    its_port, secret = _near(port), f"whsec_{secrets.token_hex(16)}"
    command: list[str | Path] = [BIN / "python", "-m", "standins.stripe", f"--port={its_port}"]
    command += [f"--webhook-url=http://localhost:{port}/stripe/webhook/", f"--webhook-secret={secret}"]
    child = Child(
        "Stripe stand-in", [*command, f"--state={directory / 'stripe.json'}"], log=logs / "stripe.log", cwd=ROOT
    )
    try:
        _await(its_port, child)
        yield {
            "STRIPE_API_KEY": "sk_test_standin",
            "STRIPE_API_BASE": f"http://localhost:{its_port}",
            "STRIPE_WEBHOOK_SECRET": secret,
        }
    finally:
        child.stop()


def _near(port: int) -> int:
    """The port after ours, so that links to it outlive a restart; any other where that one is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port + 1))
        except (OSError, OverflowError):
            return free_port()
    return port + 1


def _await(port: int, child: Child) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            if not child.running or time.monotonic() > deadline:
                raise Problem(f"The stand-in for Stripe did not start. Its log:\n{child.last_words()}") from None
            time.sleep(0.02)
        else:
            return
