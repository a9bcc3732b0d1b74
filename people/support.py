"""A visit of support: an operator's session at a business's host, as one of its people, until a moment.

It is written into the session when the pass is redeemed, and read by people.middleware at every request: the cookie's
own age decides nothing.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from people.models import User

_KEY = "support"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class SupportVisit:
    """Who visits, why, and until when (ISO 8601, as sessions keep it)."""

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


def begin_visit(request: HttpRequest, person: User, visit: SupportVisit) -> None:
    """Sign in as the person, in a session that knows it is a visit. Whatever the browser's session held is gone."""
    request.session.flush()
    login(request, person, backend=_BACKEND)
    request.session[_KEY] = asdict(visit)


def visit_of(session: SessionBase) -> SupportVisit | None:
    """The visit that a session is; None for people's own sessions."""
    found = session.get(_KEY)
    return SupportVisit(**found) if found else None
