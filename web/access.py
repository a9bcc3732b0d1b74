"""Who may open a page: every page of a business names the one permission it needs."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kernel.actors import Actor
from kernel.errors import NotAllowed, NotFound
from kernel.permissions import Permission
from tenants.life.queries.hosts import TenantInfo

P = ParamSpec("P")


class PageRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Actor  # type: ignore[assignment]
    tenant: TenantInfo


def page(
    permission: Permission, *, methods: tuple[str, ...] = ("GET",), account: bool = False
) -> Callable[[Callable[Concatenate[PageRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Sends strangers to the sign-in page, refuses roles without the permission (403), and never lets a browser keep
    the page. NotFound becomes the page 404. The permission stays on the view, where the matrix test reads it.
    `account` pages work whatever the business has paid (config.edge.tenant).
    """

    def decorate(view: Callable[Concatenate[PageRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @never_cache
        @require_http_methods(["HEAD", *methods] if "GET" in methods else list(methods))
        @login_required
        @wraps(view)
        def run(request: PageRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                request.user.require(permission)
                return view(request, *args, **kwargs)
            except NotAllowed as error:
                raise PermissionDenied from error
            except NotFound as error:
                raise Http404(error.detail) from error

        run.permission = permission  # type: ignore[attr-defined]
        run.account = account  # type: ignore[attr-defined]
        return run

    return decorate
