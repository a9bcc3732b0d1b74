"""Signing in without a form."""

from allauth.account.utils import perform_login
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from people.entering import redeem_pass


@never_cache
@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """From the public host to the business that was just opened there; a spent pass leads to the sign-in page."""
    user_id = redeem_pass(request.GET.get("token", ""))
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first() if user_id else None
    if user is None:
        return redirect("sign_in")
    signed_in: HttpResponse = perform_login(request, user, redirect_url="/")
    return signed_in
