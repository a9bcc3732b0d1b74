"""Coming in without a form, and support's going out."""

from allauth.account.utils import perform_login
from django.contrib.auth import get_user_model, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people.entering import redeem_pass
from people.impersonation import begin_visit
from people.operations.end_impersonation import end_impersonation


@never_cache
@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """From the public host to a business, as its new owner or as support; a spent pass leads to the sign-in page."""
    found = redeem_pass(request.GET.get("token", ""))
    person = get_user_model().objects.filter(pk=found.person_id, is_active=True).first() if found else None
    if found is None or person is None:
        return redirect("sign_in")
    if found.visit:
        begin_visit(request, person, found.visit)
        return redirect("/")
    signed_in: HttpResponse = perform_login(request, person, redirect_url="/")
    return signed_in


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The end of a visit of support. Anybody else is left alone."""
    if request.visit and request.user.is_authenticated:  # type: ignore[attr-defined]
        end_impersonation(actor=request.user, now=timezone.now())
        logout(request)
        return redirect("sign_in")
    return redirect("/")
