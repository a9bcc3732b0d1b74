"""The way from the public host to a business's own: session cookies don't cross hosts, so a pass does, once.

A pass is a random key among the sessions of the business, whose row signs nobody in. It is worth nothing at another
business, where that key doesn't exist, nor a second time, because only the request that deletes the row gets in.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from people.impersonation import Impersonation

_VALID = timedelta(minutes=1)

_PASS = "pass"  # noqa: S105 (a key of the row's content)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may come in, and whether it is an operator who impersonates that person."""

    person_id: int
    impersonation: Impersonation | None = None


def issue_pass(person_id: int, impersonation: Impersonation | None = None) -> str:
    """A pass for a person of the schema that the connection is set to."""
    entry = secrets.token_urlsafe(30)  # as long as the column
    content = Session.objects.encode({_PASS: asdict(Pass(person_id, impersonation))})
    Session.objects.create(session_key=entry, session_data=content, expire_date=timezone.now() + _VALID)
    return entry


def redeem_pass(entry: str) -> Pass | None:
    """The first time, within a minute, at the same business; None otherwise."""
    row = Session.objects.filter(session_key=entry, expire_date__gt=timezone.now()).first()
    found = row.get_decoded().get(_PASS) if row else None
    if not found or not Session.objects.filter(session_key=entry).delete()[0]:
        return None
    impersonation = found["impersonation"]
    return Pass(found["person_id"], Impersonation(**impersonation) if impersonation else None)
