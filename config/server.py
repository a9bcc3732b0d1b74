"""What serves: gunicorn's processes, and in each waitress, which reads a request as a whole before a thread sees it.

A thread of gunicorn's own reads from its client: as many clients as there are threads, each stopping in the middle of a
request, stop all service. Here one loop reads from all of them, and writes to all, so a client that is slow keeps
nobody waiting. One that takes too long is cut off.
"""

import os
import time
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

_IDLE_SECONDS = 75
"""How long a connection may be silent; longer than a proxy keeps one that it may want to use again."""

_MAX_CONNECTIONS = 1000

_LOOKS_SECONDS = 0.5


class WaitressWorker(Worker):  # type: ignore[misc] # it has no types
    """One of gunicorn's processes, with as many threads as its `--threads` says."""

    read_seconds = 30
    """How long a client may take to send a request."""

    def run(self) -> None:
        self._map: dict[int, Any] = {}
        self._begun: dict[HTTPChannel, tuple[object, float]] = {}
        server = create_server(
            self.wsgi,
            map=self._map,
            sockets=[listener.sock for listener in self.sockets],
            threads=self.cfg.threads,
            ident=None,
            channel_timeout=_IDLE_SECONDS,
            cleanup_interval=5,
            connection_limit=_MAX_CONNECTIONS,
            clear_untrusted_proxy_headers=False,  # config.edge.proxy decides whom to believe
        )
        while self.alive and self.ppid == os.getppid():
            self._turn()
        self._finish()
        server.task_dispatcher.shutdown()

    def _turn(self) -> None:
        self.notify()
        wasyncore.loop(timeout=_LOOKS_SECONDS, use_poll=True, map=self._map, count=1)
        self._cut_off(time.monotonic())

    def _finish(self) -> None:
        """Take no more, and answer what is under way."""
        for each in list(self._map.values()):
            if isinstance(each, BaseWSGIServer):
                each.del_channel()
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < deadline and any(each.requests or each.total_outbufs_len for each in self._channels()):
            self._turn()

    def _cut_off(self, now: float) -> None:
        """Close connections of which one request has been arriving for too long."""
        before, self._begun = self._begun, {}
        for channel in self._channels():
            if channel.request is None:
                continue
            request, since = before.get(channel, (None, now))
            self._begun[channel] = (channel.request, since if request is channel.request else now)
            if now - self._begun[channel][1] > self.read_seconds:
                channel.will_close = True

    def _channels(self) -> list[HTTPChannel]:
        return [each for each in self._map.values() if isinstance(each, HTTPChannel)]
