"""Null characters, which PostgreSQL's text can't hold, are refused before a table is searched for them."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase

from kernel.problems import MEDIA_TYPE, problem_body

_SENTENCE = "A null character can't be read."


class NullCharacterMiddleware:
    """400 for one in the path, the query or a plain form. JSON and uploads are checked where they are read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _has_null(request):
            return self.get_response(request)
        if not request.path.startswith("/api/"):
            return HttpResponseBadRequest(_SENTENCE, content_type="text/plain")
        bad = HTTPStatus.BAD_REQUEST
        problem = problem_body(status=bad, code="parse_error", title=bad.phrase, detail=_SENTENCE)
        return JsonResponse(problem, status=bad, content_type=MEDIA_TYPE)


def _has_null(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    if "\0" in request.path_info or "%00" in query or "\0" in query:
        return True
    if request.content_type != "application/x-www-form-urlencoded":
        return False
    return b"%00" in request.body or b"\0" in request.body
