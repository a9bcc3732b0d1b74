"""Entering a business without a form, and ending an impersonation."""

from allauth.account.utils import perform_login
from django.contrib.auth import get_user_model, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people.entering import redeem_pass
from people.impersonation import begin_impersonation
from people.operations.end_impersonation import end_impersonation


@never_cache
@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """From the public host to a business, as its new owner or to impersonate; a spent pass leads to sign-in."""
    found = redeem_pass(request.GET.get("token", ""))
    person = get_user_model().objects.filter(pk=found.person_id, is_active=True).first() if found else None
    if found is None or person is None:
        return redirect("sign_in")
    if found.impersonation:
        begin_impersonation(request, person, found.impersonation)
        return redirect("/")
    signed_in: HttpResponse = perform_login(request, person, redirect_url="/")
    return signed_in


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """The end of an impersonation. Everybody else is left alone."""
    if request.impersonation and request.user.is_authenticated:  # type: ignore[attr-defined]
        end_impersonation(actor=request.user, now=timezone.now())
        logout(request)
        return redirect("sign_in")
    return redirect("/")
