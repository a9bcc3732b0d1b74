"""A page whose statement PostgreSQL gave up answers 503 and says so, instead of a 500 (the API does by itself)."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from kernel.transactions import refusal_of

_RETRY_SECONDS = 10


class BusyMiddleware:
    """Looks only at what a view raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        refused = refusal_of(error) if isinstance(error, DatabaseError) else None
        if refused is None:
            return None
        page = render_to_string("503.html", {"title": refused.title}, request=request)
        return HttpResponse(page, status=refused.status, headers={"Retry-After": str(_RETRY_SECONDS)})
