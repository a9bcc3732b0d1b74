"""The operators' console: Django's admin in Unfold's clothes, on the public host alone."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from csp.decorators import csp_update
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from unfold.sites import UnfoldAdminSite

from kernel.schemas import PUBLIC, current_schema

# Unfold's Alpine evaluates expressions and its pages carry style attributes; nothing outside the console needs that.
_relaxed = csp_update({"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]})


class ConsoleSite(UnfoldAdminSite):  # type: ignore[misc]
    """Lets in active operators of the public schema; every page of it has its own, wider content policy."""

    def has_permission(self, request: HttpRequest) -> bool:
        return current_schema() == PUBLIC and bool(super().has_permission(request))

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:  # noqa: FBT001, FBT002 (Django's)
        relaxed: Callable[..., Any] = _relaxed(super().admin_view(view, cacheable))
        return relaxed

    @method_decorator(_relaxed)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and REDIRECT_FIELD_NAME not in request.GET:
            # Unfold's form carries on only what stands in the address.
            return redirect(f"{request.path}?{REDIRECT_FIELD_NAME}={reverse('admin:index')}")
        response: HttpResponse = super().login(request, extra_context)
        return response


class ConsoleConfig(SimpleAdminConfig):
    """Shows what our own rooms register, and not what every installed package would like to."""

    default_site = "config.console.ConsoleSite"

    def ready(self) -> None:
        super().ready()
        for room in ("tenants", "audit"):
            import_module(f"{room}.admin")
