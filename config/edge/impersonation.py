from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from people.impersonation import impersonation_of
from people.rules.impersonation import ALLOWED, is_own_account


class ImpersonationMiddleware:
    """Holds impersonations to their limits: the time, what is allowed, and whom the trail names.

    Sets `request.impersonation` (None for people's own sessions, whose requests it costs nothing) and
    `request.impersonation_minutes` for the banner.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = impersonation_of(request.session) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        minutes = found.minutes_left(timezone.now()) if found else 0
        if found and not minutes:
            request.session.flush()
            found = None
        request.impersonation, request.impersonation_minutes = found, minutes  # type: ignore[attr-defined]
        if found and request.user.is_authenticated:
            request.user.scopes, request.user.via = ALLOWED, found.via
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_arguments: object) -> HttpResponse | None:
        """What is the person's own stays so."""
        match = request.resolver_match
        if request.impersonation and match and is_own_account(match.url_name or ""):  # type: ignore[attr-defined]
            raise PermissionDenied
        return None
