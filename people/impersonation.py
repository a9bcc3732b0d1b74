"""An impersonation: an operator's session at a business's host, as one of its people, until a moment.

It is written into the session when the pass is redeemed, and read by config.edge.impersonation at every request:
the cookie's own age decides nothing.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from people.models import User

_KEY = "impersonation"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class Impersonation:
    """Who impersonates, why, and until when (ISO 8601, as sessions keep it)."""

    operator: str
    reason: str
    until: str

    @property
    def via(self) -> str:
        """What audit entries say."""
        return f"support ({self.operator})"[:100]

    def minutes_left(self, now: datetime) -> int:
        """Begun minutes; 0 when it is over."""
        return max(0, -((now - datetime.fromisoformat(self.until)) // timedelta(minutes=1)))


def begin_impersonation(request: HttpRequest, person: User, impersonation: Impersonation) -> None:
    """Make the request's session one of the person's that knows it is an impersonation. Whatever it held is gone.

    Not by django.contrib.auth.login: nothing is to say that the person themselves signed in.
    """
    request.session.flush()
    request.session[SESSION_KEY] = str(person.pk)
    request.session[BACKEND_SESSION_KEY] = _BACKEND
    request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    request.session[_KEY] = asdict(impersonation)
    rotate_token(request)


def impersonation_of(session: SessionBase) -> Impersonation | None:
    """The impersonation that a session is; None for people's own sessions."""
    found = session.get(_KEY)
    return Impersonation(**found) if found else None
