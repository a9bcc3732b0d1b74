"""Both forms of an API path work: a program that leaves out the slash at the end means the same."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_OURS = ("/api/v1/", "/api/schema", "/api/docs", "/api/redoc")


class SlashMiddleware:
    """Adds it before anybody looks: a redirection would lose the body of a POST."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(_OURS) and not request.path_info.endswith("/"):
            request.path_info += "/"
            request.path += "/"
        return self.get_response(request)
