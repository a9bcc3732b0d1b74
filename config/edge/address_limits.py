"""How often one address may sign in, sign up, or ask for names: `settings.ADDRESS_LIMITS`."""

import math
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from kernel.problems import MEDIA_TYPE, problem_body
from kernel.rate_limits import take

_NETWORK_BITS = 64
"""An IPv6 customer has a whole network of this size to call from."""


class AddressLimitMiddleware:
    """429 with Retry-After for an address that does too often what the table limits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_arguments: object) -> HttpResponse | None:
        route = request.resolver_match.view_name if request.resolver_match else ""
        method = "GET" if request.method == "HEAD" else request.method
        limit = settings.ADDRESS_LIMITS.get(f"{method} {route}")
        if limit is None:
            return None
        bucket, rate, burst = limit
        wait = take(f"{bucket}:{caller(request.META['REMOTE_ADDR'])}", rate_per_minute=rate, burst=burst)
        return too_often(request, wait) if wait else None


def caller(address: str) -> str:
    """Whose limit an address counts against: an IPv6 address's /64, an IPv4 address however it is written."""
    try:
        parsed = ip_address(address)
    except ValueError:  # a Unix socket's peer has none
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((parsed, _NETWORK_BITS), strict=False))


def too_often(request: HttpRequest, wait: float) -> HttpResponse:
    """The answer to an address that must wait so many seconds: a problem in the API, a page elsewhere."""
    headers = {"Retry-After": str(math.ceil(wait)), "Cache-Control": "no-store"}
    status = HTTPStatus.TOO_MANY_REQUESTS
    if not request.path.startswith("/api/"):
        return HttpResponse(render_to_string("429.html", request=request), status=status, headers=headers)
    detail = f"Too many tries. Wait {math.ceil(wait)} seconds."
    body = problem_body(status=status, code="throttled", title=status.phrase, detail=detail)
    return JsonResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)
