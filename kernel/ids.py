"""Identities of documents.

A document (sale, journal entry, event) gets a UUID version 7 (RFC 9562) from its maker, so that its parts can be
written without asking the database first, an offline till can name its sales, and the index grows at its end.
"""

import os
import threading
import time
from uuid import UUID

_TICKS_A_MILLISECOND = 1 << 12


class _Clock:
    """Hands out times that only ever grow, in 4096ths of a millisecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def tick(self) -> int:
        with self._lock:
            self._last = max(time.time_ns() * _TICKS_A_MILLISECOND // 1_000_000, self._last + 1)
            return self._last


_clock = _Clock()


def new_id() -> UUID:
    """A UUIDv7 greater than every one this process has made, however quickly they follow each other.

    48 bits of Unix milliseconds, 12 bits of their fraction (RFC 9562, 6.2, method 3), 62 random bits.
    """
    milliseconds, fraction = divmod(_clock.tick(), _TICKS_A_MILLISECOND)
    random = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | random)
