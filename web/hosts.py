"""Addresses of businesses, seen from the public host."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def base_host(request: HttpRequest) -> str:
    """The public host with its port, as the browser wrote it: "localhost:8000"."""
    return request.get_host().removeprefix("www.")


def business_url(request: HttpRequest, subdomain: str, path: str = "/") -> str:
    """The URL of a path there: “demo” is http://demo.localhost:8000/ on a developer's machine."""
    return f"{request.scheme}://{subdomain}.{base_host(request)}{path}"


def business_hosts() -> str:
    """All of them, as a source of a Content-Security-Policy: a form may lead from the public host to one's own."""
    public = urlsplit(settings.PUBLIC_URL)
    return f"{public.scheme}://*.{public.hostname}:*"
