from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from structlog.contextvars import bound_contextvars

from audit.context import Origin, origin


class OriginMiddleware:
    """Remember where the request came from while it is served: for the trail, and in every line of the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME) or request.headers.get("Authorization", "")
        session = sha256(key.encode()).hexdigest() if key else ""
        address = request.META.get("REMOTE_ADDR") or None
        token = origin.set(Origin(address, session))
        try:
            with bound_contextvars(ip=address, user_agent=request.headers.get("User-Agent")):
                return self.get_response(request)
        finally:
            origin.reset(token)
