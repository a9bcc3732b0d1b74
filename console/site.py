"""The operators' console: Django's admin in Unfold's clothes, on the public host alone."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from csp.decorators import csp_update
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from unfold.sites import UnfoldAdminSite

from kernel.schemas import PUBLIC, current_schema

# Unfold's Alpine evaluates expressions and its pages carry style attributes; nothing outside the console needs that.
_relaxed = csp_update({"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]})


class ConsoleSite(UnfoldAdminSite):  # type: ignore[misc]
    """Lets in active operators of the public schema who gave a code; its pages have their own, wider content policy."""

    index_template = "console/index.html"
    index_title = "Overview"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from console.order import overview  # noqa: PLC0415 (models aren't ready when the site is made)

        page: HttpResponse = super().index(request, {**(extra_context or {}), "sections": overview(timezone.now())})
        return page

    def has_permission(self, request: HttpRequest) -> bool:
        from console.entry import has_proved  # noqa: PLC0415 (models aren't ready when the site is made)

        return current_schema() == PUBLIC and bool(super().has_permission(request)) and has_proved(request)

    def extra_urls(self) -> list[URLPattern]:
        from console import entry as console_entry  # noqa: PLC0415 (models aren't ready when the site is made)

        steps = (
            ("code/", console_entry.code_page, "code"),
            ("second-factor/", console_entry.second_factor_page, "second_factor"),
        )
        return [path(route, never_cache(_relaxed(partial(page, site=self))), name=name) for route, page, name in steps]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:  # noqa: FBT001, FBT002 (Django's)
        relaxed: Callable[..., Any] = _relaxed(super().admin_view(view, cacheable))
        return relaxed

    @method_decorator([never_cache, _relaxed])
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from console.entry import PasswordView  # noqa: PLC0415 (models aren't ready when the site is made)

        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        if request.method == "GET" and REDIRECT_FIELD_NAME not in request.GET:
            # Unfold's form carries on only what stands in the address.
            return redirect(f"{request.path}?{REDIRECT_FIELD_NAME}={reverse('admin:index')}")
        context = {**self.each_context(request), "title": "Log in", "app_path": request.get_full_path()}
        view = PasswordView.as_view(
            authentication_form=self.login_form, extra_context={**context, **(extra_context or {})}
        )
        answer: HttpResponse = view(request)  # type: ignore[assignment] # it streams nothing
        return answer


class ConsoleConfig(SimpleAdminConfig):
    """Shows our own admins (console.admin), and not what every installed package would like to."""

    default_site = "console.site.ConsoleSite"

    def ready(self) -> None:
        super().ready()
        for part in ("tenants", "audit", "billing", "insights"):
            import_module(f"console.admin.{part}")
