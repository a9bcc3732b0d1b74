from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from people.impersonation import visit_of
from people.rules.impersonation import MAY, is_own_account


class SupportMiddleware:
    """Holds visits of support to their limits: the time, what a visitor may do, and whom the trail names.

    Sets `request.visit` and `request.visit_minutes` for the banner; None for everybody else, whose requests it costs
    nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        visit = visit_of(request.session) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        minutes = visit.minutes_left(timezone.now()) if visit else 0
        if visit and not minutes:
            request.session.flush()
            visit = None
        request.visit, request.visit_minutes = visit, minutes  # type: ignore[attr-defined]
        if visit and request.user.is_authenticated:
            request.user.scopes, request.user.via = MAY, visit.via
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_arguments: object) -> HttpResponse | None:
        """What is the person's own stays so."""
        match = request.resolver_match
        if request.visit and match and is_own_account(match.url_name or "", match.app_names):  # type: ignore[attr-defined]
            raise PermissionDenied
        return None
