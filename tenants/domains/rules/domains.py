"""Domains of a business's own: which are acceptable, how one is proved, when the proof is checked again.

The proof is a TXT record that only the domain's holder can publish (as in RFC 8555's dns-01).
"""

import re
from datetime import datetime, timedelta
from ipaddress import ip_address

import idna

_MAX_HOST_LENGTH = 253 - len("_counterfoil.")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")

_NOT_PUBLIC = frozenset({"example", "home", "internal", "invalid", "lan", "local", "localhost", "onion", "test"})
"""Top-level names that can't be registered (RFC 6761, 6762, 7686)."""

WATCHED = timedelta(days=14)
"""How long a claim is checked by itself; after that by its button."""

_SOONEST, _LATEST = timedelta(minutes=1), timedelta(hours=6)
_PROVED_AGAIN = timedelta(days=1)
_UNANSWERED = timedelta(hours=1)

WARNED_AFTER = timedelta(days=3)
"""How long the proof of a domain may be missing before its business is warned."""

GIVEN_UP_AFTER = timedelta(days=30)
"""How long until the domain answers no more, so that its present holder can have it."""


def normalised(text: str) -> str:
    """In the form of the DNS: lower case, ASCII (IDNA 2008), no trailing dot. What can't be encoded stays as it is."""
    host = text.strip().lower().rstrip(".")
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return host


def problem_with(host: str, *, platform: str) -> str:
    """Why a normalised host can't be a business's own, as a sentence; empty when it can. `platform` is our own host."""
    labels = host.split(".")
    if _is_address(host) or labels[-1].isdigit():
        return "Use a name, not an address."
    if len(host) > _MAX_HOST_LENGTH or not all(_LABEL.fullmatch(label) for label in labels):
        return "This is not a domain name. It looks like shop.example.com."
    if len(labels) < 2 or labels[-1] in _NOT_PUBLIC:
        return "Nobody outside could reach this name."
    if host == platform or host.endswith(f".{platform}"):
        return "This one is ours. Use a domain of your own."
    return ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def record_name(host: str) -> str:
    """Where the TXT record stands."""
    return f"_counterfoil.{host}"


def record_value(token: str) -> str:
    """What it says."""
    return f"cf-verify={token}"


def next_check(*, added_at: datetime, now: datetime) -> datetime | None:
    """When to check for the proof of a new claim again: ever less often, and after WATCHED not by itself."""
    if now - added_at >= WATCHED:
        return None
    return now + min(max((now - added_at) / 4, _SOONEST), _LATEST)


def next_recheck(*, answered: bool, now: datetime) -> datetime:
    """When to check again whether a proved domain still is; sooner when the DNS didn't answer."""
    return now + (_PROVED_AGAIN if answered else _UNANSWERED)
