"""A request that the database kept waiting too long, or that couldn't reach it, is answered 503: with a problem for
programs, with a page for people. (The API's own views answer alike: api.problems.)

What a view raises comes to the middleware, the rest (who is signed in, which business this is) to Django's handler of
whatever nobody has caught, which both URLconfs name.
"""

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.views.defaults import permission_denied

from kernel.errors import Busy, Unavailable
from kernel.problems import MEDIA_TYPE, problem_body
from kernel.transactions import refusal_of


class BusyMiddleware:
    """Looks only at what a view raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        refused = refusal_of(error)
        return _try_again(request, refused) if isinstance(refused, Busy) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """For `handler500`: called where the error is being handled."""
    error = sys.exc_info()[1]
    refused = refusal_of(error) if isinstance(error, Exception) else None
    if isinstance(refused, Busy):
        return _try_again(request, refused)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if _is_a_program(request):
        return _problem(status, "internal_error", "Something went wrong on our side")
    return HttpResponse(render_to_string("500.html"), status=status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For `handler403`: a middleware's refusal is a problem for programs, as the API's own are."""
    if _is_a_program(request):
        return _problem(HTTPStatus.FORBIDDEN, "permission_denied", "You may not do this")
    return permission_denied(request, exception)


def _try_again(request: HttpRequest, refused: Busy) -> HttpResponse:
    headers = {"Retry-After": str(refused.wait), "Cache-Control": "no-store"}
    if _is_a_program(request):
        return _problem(HTTPStatus(refused.status), refused.code, refused.title, headers)
    if isinstance(refused, Unavailable):  # nobody can be asked who is signed in
        content = {"title": refused.title, "again": refused.wait if request.method == "GET" else None}
        page = render_to_string("unavailable.html", content)
    else:
        page = render_to_string("503.html", {"title": refused.title}, request=request)
    return HttpResponse(page, status=refused.status, headers=headers)


def _is_a_program(request: HttpRequest) -> bool:
    wanted = request.get_preferred_type(["text/html", "application/json", MEDIA_TYPE])
    return request.path.startswith("/api/") or (wanted or "text/html") != "text/html"


def _problem(status: HTTPStatus, code: str, title: str, headers: dict[str, str] | None = None) -> HttpResponse:
    body = problem_body(status=status, code=code, title=title, detail=title)
    return JsonResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)
