"""Who is calling the API: a key, a bearer token, or the session cookie of the pages (with its CSRF token)."""

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kernel.entitlements import Feature, require_feature
from kernel.schemas import current_schema
from people.models import User
from people.operations.enter_by_key import enter_by_key
from people.rules.keys import MARK
from people.tokens import TENANT_CLAIM


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer cfk_…`: a key of this very tenant, while its plan includes the API (else NotInPlan).

    Anything else is left to the next class.
    """

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not text.startswith(MARK):
            return None
        person = enter_by_key(text=text.strip(), now=timezone.now())
        if person is None:
            raise AuthenticationFailed("Invalid key.")
        require_feature(Feature.API)
        return person, person.via

    def authenticate_header(self, _request: Request) -> str:
        return "Bearer"


class TokenAuthentication(JWTTokenAuthentication):  # type: ignore[misc]
    """`Authorization: Bearer <access token>`, made at this very tenant."""

    def authenticate_credentials(self, key: str) -> tuple[Any, dict[str, Any]]:
        user, claims = super().authenticate_credentials(key)
        if claims.get(TENANT_CLAIM) != current_schema():
            raise AuthenticationFailed("Invalid token.")
        return user, claims


class CookieAuthentication(SessionAuthentication):
    """The pages' session. Answers 401, not 403, to a stranger, like the token does.

    A page that stays open says whose it is (`Counterfoil-Person`): when somebody else has signed in in another tab
    since, what it sends isn't done in their name.
    """

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        found = super().authenticate(request)
        whose = request.headers.get("Counterfoil-Person")
        if found and whose and whose != str(found[0].pk):
            raise AuthenticationFailed("Somebody else is signed in in this browser now.")
        return found

    def authenticate_header(self, _request: Request) -> str:
        return "Session"
