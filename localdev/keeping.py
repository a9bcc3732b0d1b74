"""PostgreSQL and Valkey of `make run` are started again when they die, where everybody looks for them."""

import time
from collections.abc import Sequence

from localdev.problems import Problem
from localdev.processes import Child

_SETTLED_SECONDS = 10
"""A server that ran so long had started."""

_TRIES = 120
"""Two each second. What outlives a PostgreSQL that was killed keeps another from starting until it has ended."""


class Kept:
    """A server that is to run."""

    def __init__(self, server: Child) -> None:
        self._server = server
        self._started, self._tries = time.monotonic(), 0

    def keep(self) -> None:
        """Start it again if it has ended, and say so once. Raises Problem when it ends again and again."""
        if self._server.running:
            return
        if time.monotonic() - self._started > _SETTLED_SECONDS:
            self._tries = 0
        if self._tries == _TRIES:
            raise Problem(f"{self._server.name} does not start again. Its log:\n{self._server.last_words()}")
        if not self._tries:
            print(f"{self._server.name} ended by itself: starting it again.", flush=True)
        self._server.start()
        self._started, self._tries = time.monotonic(), self._tries + 1


def kept(servers: Sequence[Child]) -> list[Kept]:
    return [Kept(server) for server in servers]
