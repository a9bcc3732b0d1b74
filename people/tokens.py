"""Access tokens name the tenant's schema, so that one is worth nothing at another business's host."""

from typing import Any

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase

from kernel.schemas import current_schema
from people.impersonation import impersonation_of

TENANT_CLAIM = "tenant"


class TenantTokenStrategy(JWTTokenStrategy):  # type: ignore[misc]
    """allauth's JSON Web Tokens with the tenant added; they live as long as the session behind them."""

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """An impersonation is no session for apps: the operator gets no tokens."""
        session: SessionBase | None = super().lookup_session(session_token)
        return None if session is not None and impersonation_of(session) else session

    def get_claims(self, _user: AbstractBaseUser) -> dict[str, Any]:
        return {TENANT_CLAIM: current_schema()}
