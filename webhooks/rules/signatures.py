"""How a receiver knows that a webhook is ours and fresh: docs/webhooks.md explains it to them."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

_SECRET_BYTES = 32


def new_secret() -> str:
    """A secret for an endpoint."""
    return f"whsec_{secrets.token_hex(_SECRET_BYTES)}"


def signature(*, keys: Iterable[str], body: str, timestamp: int) -> str:
    """The header: `t=<Unix seconds>,v1=<HMAC-SHA256 of "t.body">`, with a v1 for each secret that is good now."""
    signed = f"{timestamp}.{body}".encode()
    marks = [hmac.new(key.encode(), signed, hashlib.sha256).hexdigest() for key in keys]
    return ",".join([f"t={timestamp}", *(f"v1={mark}" for mark in marks)])
