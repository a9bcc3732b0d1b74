"""The way into the operators' console: the password, then a code from an app, which is set up at the first sign-in.

Between the two steps nobody is signed in: the session only remembers for a while who gave the right password.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.contrib.admin import AdminSite
from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from unfold.widgets import UnfoldAdminTextInputWidget

from kernel.errors import DomainError
from kernel.rate_limits import take
from people.operations.set_up_second_factor import set_up_second_factor
from people.queries.operators import active_operator
from people.queries.second_factor import has_second_factor, proves_second_factor

if TYPE_CHECKING:
    from kernel.actors import Actor

_WAITING, _SECRET, _PROVED = "console_waiting", "console_secret", "console_proved"
_TIMEOUT_CODE = timedelta(minutes=10)
_GUESSES_PER_MINUTE, _GUESSES_AT_ONCE = 1, 5


def has_proved(request: HttpRequest) -> bool:
    """Whether in this very session the person that it is of gave a code."""
    return bool(request.session.get(_PROVED) == request.user.pk)


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class PasswordView(LoginView):
    """The first step. It signs nobody in."""

    template_name = "admin/login.html"

    def form_valid(self, form: Any) -> HttpResponseRedirect:  # noqa: ANN401 (the site's own form)
        person = form.get_user()
        self.request.session.flush()
        self.request.session[_WAITING] = {
            "person": person.pk,
            "backend": person.backend,
            "next": self.get_success_url(),
            "since": timezone.now().isoformat(),
        }
        return redirect("admin:code")


def code_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """The second step."""
    person = _waiting(request)
    if person is None:
        return redirect("admin:login")
    if not has_second_factor(person.pk):
        return redirect("admin:second_factor")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _too_many(person):
            form.add_error("code", "Too many tries. Wait a minute.")
        elif proves_second_factor(person.pk, form.cleaned_data["code"]):
            return redirect(_let_in(request, person))
        else:
            form.add_error("code", "This code is wrong, or was used before.")
    return render(request, "console/code.html", {**site.each_context(request), "title": "Enter a code", "form": form})


def second_factor_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """The second step, the first time: nothing else can be reached before it is done."""
    person = _waiting(request)
    if person is None or has_second_factor(person.pk):
        return redirect("admin:code" if person else "admin:login")
    secret = request.session.setdefault(_SECRET, generate_totp_secret())
    form, context = CodeForm(request.POST or None), {**site.each_context(request), "title": "Set up a second factor"}
    if request.method == "POST" and form.is_valid():
        try:
            codes = set_up_second_factor(
                actor=person, secret=secret, code=form.cleaned_data["code"], now=timezone.now()
            )
        except DomainError as refused:
            form.add_error("code", refused.errors.get("code", [refused.detail])[0])
        else:
            onward = _let_in(request, person)
            return render(request, "console/recovery_codes.html", {**context, "codes": codes, "onward": onward})
    drawn = get_adapter().build_totp_svg(get_adapter().build_totp_url(person, secret))
    picture = mark_safe(drawn[drawn.index("<svg") :])  # noqa: S308 (drawn by the library from our own address)
    return render(
        request, "console/second_factor.html", {**context, "form": form, "picture": picture, "secret": secret}
    )


def _waiting(request: HttpRequest) -> "Actor | None":
    """The operator who gave the right password a short while ago."""
    waiting = request.session.get(_WAITING)
    if waiting is None or datetime.fromisoformat(waiting["since"]) + _TIMEOUT_CODE < timezone.now():
        return None
    return active_operator(waiting["person"])


def _let_in(request: HttpRequest, person: "Actor") -> str:
    """Sign in, and where to go then."""
    waiting = request.session.pop(_WAITING)
    request.session.pop(_SECRET, None)
    login(request, cast("Any", person), backend=waiting["backend"])
    request.session[_PROVED] = person.pk
    return str(waiting["next"])


def _too_many(person: "Actor") -> bool:
    return bool(take(f"code:{person.pk}", rate_per_minute=_GUESSES_PER_MINUTE, burst=_GUESSES_AT_ONCE))
