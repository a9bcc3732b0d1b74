from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from audit.context import Origin, origin


class OriginMiddleware:
    """Remember where the request came from while it is served."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME) or request.headers.get("Authorization", "")
        session = sha256(key.encode()).hexdigest() if key else ""
        token = origin.set(Origin(request.META.get("REMOTE_ADDR") or None, session))
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)
