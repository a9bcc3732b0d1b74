"""Access tokens name the tenant's schema, so that one is worth nothing at another business's host."""

from typing import Any

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy, internal
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import transaction

from kernel.schemas import current_schema
from people.impersonation import impersonation_of

TENANT_CLAIM = "tenant"


class TenantTokenStrategy(JWTTokenStrategy):  # type: ignore[misc]
    """allauth's JSON Web Tokens with the tenant added; they live as long as the session behind them."""

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """An impersonation is no session for apps: the operator gets no tokens."""
        session: SessionBase | None = super().lookup_session(session_token)
        return None if session is not None and impersonation_of(session) else session

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """New tokens for this one, which is worth nothing afterwards: a second request waits, and finds it used."""
        payload = internal.decode_token(refresh_token, "refresh")
        key = internal.session_key_from_sid(payload["sid"]) if payload else None
        if key is None:
            return None
        with transaction.atomic():
            Session.objects.select_for_update().filter(session_key=key).first()
            # What the cache has of the session may be from before the first refresh.
            caches[settings.SESSION_CACHE_ALIAS].delete(f"{KEY_PREFIX}{key}")
            tokens: tuple[str, str] | None = super().refresh_token(refresh_token)
        return tokens

    def get_claims(self, _user: AbstractBaseUser) -> dict[str, Any]:
        return {TENANT_CLAIM: current_schema()}
