"""Who is calling the API: a bearer token, or the session cookie of the pages (with its CSRF token)."""

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kernel.schemas import current_schema
from people.tokens import TENANT_CLAIM


class TokenAuthentication(JWTTokenAuthentication):  # type: ignore[misc]
    """`Authorization: Bearer <access token>`, made at this very tenant."""

    def authenticate_credentials(self, key: str) -> tuple[Any, dict[str, Any]]:
        user, claims = super().authenticate_credentials(key)
        if claims.get(TENANT_CLAIM) != current_schema():
            raise AuthenticationFailed("Invalid token.")
        return user, claims


class CookieAuthentication(SessionAuthentication):
    """The pages' session. Answers 401, not 403, to a stranger, like the token does."""

    def authenticate_header(self, _request: Request) -> str:
        return "Session"
