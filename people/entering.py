"""The way from the public host to a business's own: session cookies don't cross hosts, so a pass does, once.

A pass is a random key in the business's part of the cache. It is worth nothing at another business, where that key
doesn't exist, nor a second time, because whoever deletes the key is the one who gets in.
"""

import secrets

from django.core.cache import cache

_VALID_SECONDS = 60


def issue_pass(user_id: int) -> str:
    """A pass for a person of the schema that the connection is set to."""
    entry = secrets.token_urlsafe(32)
    cache.set(_key(entry), user_id, _VALID_SECONDS)
    return entry


def redeem_pass(entry: str) -> int | None:
    """The person's id the first time, within a minute, at the same business; None otherwise."""
    user_id: int | None = cache.get(_key(entry))
    return user_id if user_id is not None and cache.delete(_key(entry)) else None


def _key(entry: str) -> str:
    return f"enter:{entry}"
