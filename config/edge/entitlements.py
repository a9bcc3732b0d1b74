"""What the business's plan means for a request."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from billing.queries.entitlements import entitlements_of
from kernel.entitlements import entitlements


class EntitlementsMiddleware:
    """Sets `request.standing` (None on the public host) and what kernel.entitlements goes by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        tenant = request.tenant  # type: ignore[attr-defined]
        standing = entitlements_of(tenant.id) if tenant else None
        request.standing = standing  # type: ignore[attr-defined]
        if standing is None:
            return self.get_response(request)
        token = entitlements.set(standing.entitlements)
        try:
            return self.get_response(request)
        finally:
            entitlements.reset(token)
