"""Keys for machines."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kernel.errors import DomainError
from kernel.permissions import Permission
from people.errors import KeyNotLive
from people.operations.create_key import CreateKey, create_key
from people.operations.revoke_key import revoke_key
from people.operations.rotate_key import rotate_key
from people.queries.listings import KEYS
from people.records import CreatedKey
from web.access import PageRequest, page
from web.forms.errors import show_errors
from web.forms.key import KeyForm
from web.listing import shown_list
from web.shell import shell_of


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
            made = create_key(actor=request.user, command=command, now=now)
        except DomainError as error:
            show_errors(form, error)
        else:
            return _made(request, made)
    return render(request, "keys/form.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.PEOPLE_KEY_WRITE, methods=("POST",))
def rotate(request: PageRequest, key_id: int) -> HttpResponse:
    """Another secret, shown once; the old one works for a day."""
    try:
        made = rotate_key(actor=request.user, key_id=key_id, now=timezone.now())
    except KeyNotLive as error:
        messages.error(request, error.detail)
        return redirect("key_list")
    return _made(request, made)


@page(Permission.PEOPLE_KEY_WRITE, methods=("POST",))
def revoke(request: PageRequest, key_id: int) -> HttpResponse:
    """From now on the key opens nothing."""
    key = revoke_key(actor=request.user, key_id=key_id, now=timezone.now())
    messages.success(request, f"{key.name} lets nobody in any more.")
    return redirect("key_list")


def _made(request: PageRequest, made: CreatedKey) -> HttpResponse:
    return render(request, "keys/made.html", {"made": made})
