"""Finds the business that a request is for by its host, and sets the connection to its schema."""

from collections.abc import Callable

import sentry_sdk
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from structlog.contextvars import bound_contextvars

from kernel.problems import MEDIA_TYPE, problem_body
from kernel.schemas import use_public
from tenants.life.enums import TenantState
from tenants.life.queries.hosts import TenantInfo, live_tenant_at, normalised_host, subdomain_suffix
from tenants.life.rules.lifecycle import ACCESS, Access

_UNKNOWN_HOST = "unknown_host.html"

_REFUSED = {
    TenantState.READ_ONLY: ("read_only", "read_only.html"),
    TenantState.EXPORT_OPEN: ("suspended", "suspended.html"),
    TenantState.CLOSING: ("closing", "closing.html"),
}
"""What people are told in each state that refuses something: a word for machines, and a page.

EXPORT_OPEN is called "suspended" there, as people know it from subscriptions. In the state SUSPENDED nobody is told
anything: the host answers as if there were no business.
"""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})

_ALWAYS_POSSIBLE = frozenset({"sign_in", "sign_out", "enter", "leave"})
"""With everything about people's own accounts."""


class TenantMiddleware:
    """Sets `request.tenant`: a TenantInfo, or None on the public host.

    An unknown host, and one whose business is suspended or gone, get the same plain page. The schema is set
    at the beginning of a request and left alone at its end, because a streamed answer is read after that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        use_public()
        try:
            host = normalised_host(request.get_host())
        except DisallowedHost:
            return HttpResponseNotFound(render_to_string(_UNKNOWN_HOST))
        if host in settings.PUBLIC_HOSTS:
            return self._answer(request, None, settings.PUBLIC_SCHEMA_URLCONF)
        tenant = live_tenant_at(host)
        if tenant is None:
            return HttpResponseNotFound(render_to_string(_UNKNOWN_HOST))
        connection.set_tenant(tenant)  # type: ignore[attr-defined]
        response = self._answer(request, tenant, settings.ROOT_URLCONF)
        if request.is_secure() and not host.endswith(subdomain_suffix()):
            # Of a domain of its owner's we speak for this host, not for those below it.
            response.headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        return response

    def _answer(self, request: HttpRequest, tenant: TenantInfo | None, urlconf: str) -> HttpResponseBase:
        request.tenant = tenant  # type: ignore[attr-defined]
        request.urlconf = urlconf
        schema = tenant.schema_name if tenant else "public"
        sentry_sdk.set_tag("tenant", schema)
        with bound_contextvars(tenant=schema):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], *_arguments: object
    ) -> HttpResponse | None:
        """A read-only business refuses whatever might write; others (ACCOUNT), all but the account itself."""
        tenant: TenantInfo | None = request.tenant  # type: ignore[attr-defined]
        if tenant is None:
            return None
        state = TenantState(tenant.state)
        access = ACCESS[state]
        if access is Access.FULL or is_about_the_account(request, view):
            return None
        if access is Access.READ and request.method in _READING:
            return None
        return _refused(request, *_REFUSED[state])


def is_about_the_account(request: HttpRequest, view: Callable[..., HttpResponseBase]) -> bool:
    """Whether a route works whatever the business has paid: signing in, and views that say `account = True`."""
    if getattr(view, "account", False) or getattr(getattr(view, "cls", None), "account", False):
        return True
    match = request.resolver_match
    name = match.url_name or "" if match else ""
    return name in _ALWAYS_POSSIBLE or name.startswith("account_")


def _refused(request: HttpRequest, state: str, page: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        title = f"This business is {state.replace('_', ' ')}"
        body = problem_body(status=403, code=state, title=title, detail=title)
        return JsonResponse(body, status=403, content_type=MEDIA_TYPE)
    return HttpResponseForbidden(render_to_string(page, request=request))
