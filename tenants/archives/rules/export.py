"""What an export of a business holds, and what it leaves out."""

import re
from datetime import datetime, timedelta
from uuid import UUID

FORMAT = 1
"""Grows when an archive's shape changes, so that whoever reads one knows."""

RETENTION_EXPORTS = timedelta(days=7)
RETENTION_LAST_EXPORT = timedelta(days=90)
"""The last export, made when a business is deleted."""

TIMEOUT_EXPORT = timedelta(hours=1)
"""An export that isn't ready by then never will be."""

LEFT_OUT = frozenset({"account_emailconfirmation", "audit_idempotencykey", "django_session", "mfa_authenticator"})
"""Tables of keys and sessions: with one of their rows somebody could come in, or they say what a key's answer was."""

_SECRET = re.compile(r"(^|_)(password|secret|token|hash|digest|session|key$)")


def is_secret(column: str) -> bool:
    """Whether a column of that name holds what somebody could come in with, or a trace of it."""
    return bool(_SECRET.search(column)) and not column.endswith("_id")


def exports_of(schema: str) -> str:
    """The folder of a business's archives in the private storage."""
    return f"exports/{schema}"


def export_path(schema: str, export: UUID) -> str:
    """Where an archive lies in the private storage."""
    return f"{exports_of(schema)}/{export}.zip"


def documents_of(schema: str) -> str:
    """The folder of a business's documents in the private storage."""
    return f"documents/{schema}"


def file_name(business: str, made_at: datetime) -> str:
    """What an archive is called on its owner's disk."""
    plain = re.sub(r"[^a-z0-9]+", "-", business.lower()).strip("-") or "business"
    return f"{plain}-{made_at:%Y-%m-%d}.zip"
