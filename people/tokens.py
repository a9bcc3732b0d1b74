"""Access tokens name the tenant's schema, so that one is worth nothing at another business's host."""

from typing import Any

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy
from django.contrib.auth.base_user import AbstractBaseUser

from kernel.schemas import current_schema

TENANT_CLAIM = "tenant"


class TenantTokenStrategy(JWTTokenStrategy):  # type: ignore[misc]
    """allauth's JSON Web Tokens with the tenant added; they live as long as the session behind them."""

    def get_claims(self, _user: AbstractBaseUser) -> dict[str, Any]:
        return {TENANT_CLAIM: current_schema()}
