"""What the business's plan means for a request."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from billing.queries.entitlements import plan_status_of
from kernel.entitlements import entitlements


class EntitlementsMiddleware:
    """Sets `request.plan_status` (None on the public host) and what kernel.entitlements goes by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        tenant = request.tenant  # type: ignore[attr-defined]
        status = plan_status_of(tenant.id) if tenant else None
        request.plan_status = status  # type: ignore[attr-defined]
        if status is None:
            return self.get_response(request)
        token = entitlements.set(status.entitlements)
        try:
            return self.get_response(request)
        finally:
            entitlements.reset(token)
