"""Addresses of businesses, seen from the public host."""

from django.http import HttpRequest


def base_host(request: HttpRequest) -> str:
    """The public host with its port, as the browser wrote it: "localhost:8000"."""
    return request.get_host().removeprefix("www.")


def business_url(request: HttpRequest, subdomain: str, path: str = "/") -> str:
    """ "demo" → "http://demo.localhost:8000/"."""
    return f"{request.scheme}://{subdomain}.{base_host(request)}{path}"
