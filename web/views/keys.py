"""Keys for machines."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kernel.errors import DomainError
from kernel.permissions import Permission
from people.operations.create_key import CreateKey, create_key
from people.operations.revoke_key import revoke_key
from people.operations.rotate_key import rotate_key
from people.queries.listings import KEYS
from people.records import CreatedKey
from web.access import PageRequest, page
from web.forms.errors import show_errors
from web.forms.key import KeyForm
from web.listing import shown_list
from web.once import Done, press_once, send_once
from web.shell import shell_of

_SHOWN_ONCE = "{} was made. Its secret was shown then, and only then. If you missed it, rotate the key."


@page(Permission.PEOPLE_KEY_READ)
def listing(request: PageRequest) -> HttpResponse:
    """Every key, newest first."""
    now = timezone.now()
    shown = shown_list(request, KEYS, request.user, name="API keys", today=shell_of(request).today(now))
    return render(request, "keys/list.html", {"list": shown, "now": now})


@page(Permission.PEOPLE_KEY_WRITE, methods=("GET", "POST"))
def new(request: PageRequest) -> HttpResponse:
    """Another key; its secret is shown in the answer, once."""
    form = KeyForm(request.POST or None, actor=request.user, initial={"days": "90"})
    if form.is_valid():
        chosen, now = form.cleaned_data, timezone.now()
        ends = now + timedelta(days=chosen["days"]) if chosen["days"] else None
        command = CreateKey(chosen["name"], frozenset(chosen["scopes"]), ends)
        try:
            return send_once(
                request,
                lambda: create_key(actor=request.user, command=command, now=now),
                lambda made: Done(reverse("key_list"), _SHOWN_ONCE.format(made.key.name)),
                show=lambda made: _made(request, made),
            )
        except DomainError as error:
            show_errors(form, error)
    return render(request, "keys/form.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.PEOPLE_KEY_WRITE, methods=("POST",))
def rotate(request: PageRequest, key_id: int) -> HttpResponse:
    """Another secret, shown once; the old one works for a day."""
    return press_once(
        request,
        lambda: rotate_key(actor=request.user, key_id=key_id, now=timezone.now()),
        lambda made: Done(reverse("key_list"), _SHOWN_ONCE.format(made.key.name)),
        back="key_list",
        show=lambda made: _made(request, made),
    )


@page(Permission.PEOPLE_KEY_WRITE, methods=("POST",))
def revoke(request: PageRequest, key_id: int) -> HttpResponse:
    """From now on the key opens nothing."""
    return press_once(
        request,
        lambda: revoke_key(actor=request.user, key_id=key_id, now=timezone.now()),
        lambda key: Done(reverse("key_list"), f"{key.name} lets nobody in any more."),
        back="key_list",
    )


def _made(request: PageRequest, made: CreatedKey) -> HttpResponse:
    return render(request, "keys/made.html", {"made": made})
