"""`/tls/ask?domain=`: whether the proxy may get a certificate for a host (Caddy's on-demand TLS).

Answered on any host and over plain HTTP, like the health checks: the proxy calls the machine by the machine's name.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from config.edge.address_limits import caller
from kernel.rate_limits import take
from kernel.schemas import use_public
from tenants.life.queries.hosts import live_tenant_at, normalised_host

_A_MINUTE, _AT_ONCE = 600, 600
_MAX_HOST_LENGTH = 253


class CertificateMiddleware:
    """200 for a host that answers, 404 for any other, 429 for an address that asks too often; nothing else is said."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path != "/tls/ask":
            return self.get_response(request)
        if _answers(request.GET.get("domain", "")):
            return HttpResponse(status=HTTPStatus.OK)
        # All ask through the one proxy: nobody who makes it ask for nonsense may keep the others from theirs.
        if take(f"tls:{caller(request.META['REMOTE_ADDR'])}", rate_per_minute=_A_MINUTE, burst=_AT_ONCE):
            return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
        return HttpResponse(status=HTTPStatus.NOT_FOUND)


def _answers(text: str) -> bool:
    host = normalised_host(text)
    use_public()
    return host in settings.PUBLIC_HOSTS or (0 < len(host) <= _MAX_HOST_LENGTH and live_tenant_at(host) is not None)
