"""Who is calling, when a reverse proxy stands in front (`BEHIND_PROXY`)."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class CallerMiddleware:
    """REMOTE_ADDR is the caller's address for everything behind: limits, audit entries, logs.

    The proxy appends the address that it saw itself, so the last entry of X-Forwarded-For is the one nobody can forge.
    Without a proxy the header is what the caller claims, and is ignored; so is an entry that is no address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if settings.BEHIND_PROXY and (address := _address(last)):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def _address(entry: str) -> str | None:
    """The address without brackets, port and zone, which PostgreSQL's inet doesn't take."""
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        return str(ip_address(entry.partition("%")[0]))
    except ValueError:
        return None
