"""The way from the public host to a business's own: session cookies don't cross hosts, so a pass does, once.

A pass is a random key in the business's part of the cache. It is worth nothing at another business, where that key
doesn't exist, nor a second time, because only the request that deletes the key gets in.
"""

import secrets
from dataclasses import dataclass

from django.core.cache import cache

from people.impersonation import Impersonation

_VALID_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may come in, and whether it is an operator who impersonates that person."""

    person_id: int
    impersonation: Impersonation | None = None


def issue_pass(person_id: int, impersonation: Impersonation | None = None) -> str:
    """A pass for a person of the schema that the connection is set to."""
    entry = secrets.token_urlsafe(32)
    cache.set(_key(entry), Pass(person_id, impersonation), _VALID_SECONDS)
    return entry


def redeem_pass(entry: str) -> Pass | None:
    """The first time, within a minute, at the same business; None otherwise."""
    found: Pass | None = cache.get(_key(entry))
    return found if found is not None and cache.delete(_key(entry)) else None


def _key(entry: str) -> str:
    return f"enter:{entry}"
