"""Identities of documents.

A document (sale, journal entry, event) gets a UUID version 7 (RFC 9562) from whoever makes it, so that its parts can be
written without asking the database first, an offline till can name its sales, and the index grows at its end.
"""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUIDv7: 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=value & ~(0x3 << 62) | (0x2 << 62))
