"""Versions of what people edit, so that nobody saves over what somebody else has saved meanwhile without being told.

The version of a thing is a digest of the command that would leave it as it is. So nothing has to count: whatever
changes the thing changes its version, and what changes nothing leaves it. Pages carry it in their form, the API as
ETag and If-Match.
"""

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from kernel.errors import DomainError

ANY = "*"
"""Whatever the thing is like now (`If-Match: *`)."""


class VersionRequired(DomainError):
    """Nobody can tell what this change was made from."""

    code = "version_required"
    title = "Say which version you change: send its ETag as If-Match, or * to change it whatever it is now"
    status = 428


class VersionChanged(DomainError):
    """Somebody else has changed the thing since the caller looked at it."""

    code = "version_changed"
    title = "Somebody changed this meanwhile"
    status = 412


def version_of(as_it_is: Any) -> str:  # noqa: ANN401 (any dataclass)
    """The version of a thing; `as_it_is` is the command that would leave it so."""
    text = json.dumps(asdict(as_it_is), default=_plain, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:32]


def check_version(version: str | None, as_it_is: Any) -> None:  # noqa: ANN401 (any dataclass)
    """In the transaction of the change, when the thing is locked. VersionRequired, VersionChanged."""
    if not version:
        raise VersionRequired
    now = version_of(as_it_is)
    if version not in {ANY, now}:
        raise VersionChanged(version=now)


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, (set, frozenset)) else str(value)
