"""Access tokens name the tenant's schema, so that one is worth nothing at another business's host."""

from typing import Any

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection

TENANT_CLAIM = "tenant"


class TenantTokenStrategy(JWTTokenStrategy):
    """allauth's JSON Web Tokens with the tenant added; they live as long as the session behind them."""

    def get_claims(self, user: AbstractBaseUser) -> dict[str, Any]:
        return {TENANT_CLAIM: connection.schema_name}
