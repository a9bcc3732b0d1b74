"""Who is calling, when a reverse proxy stands in front (`BEHIND_PROXY`)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class CallerMiddleware:
    """REMOTE_ADDR is the caller's address for everything behind: limits, audit entries, logs.

    The proxy appends the address that it saw itself, so the last entry of X-Forwarded-For is the one nobody can forge.
    Without a proxy the header is what the caller claims, and is ignored.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.BEHIND_PROXY:
            address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            if address:
                request.META["REMOTE_ADDR"] = address
        return self.get_response(request)
