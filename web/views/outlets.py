"""The outlet that is looked at, and the list of outlets."""

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from company.operations.create_outlet import CreateOutlet, create_outlet
from company.operations.rename_outlet import RenameOutlet, rename_outlet
from company.scope import scope_of
from kernel.errors import DomainError
from kernel.permissions import Permission
from kernel.versions import VersionChanged
from web.access import PageRequest, page
from web.forms.errors import show_errors
from web.forms.outlet import OutletForm, OutletNameForm
from web.forms.versions import sent_version, show_change, version_for
from web.listing import whole_number
from web.once import Done, send_once
from web.shell import OUTLET_KEY, shell_of


@page(Permission.COMPANY_OUTLET_READ, methods=("POST",))
def switch(request: PageRequest) -> HttpResponse:
    """Look at one outlet, or (empty) at all of one's own; then back to where one was, without the page's own choice."""
    asked = whole_number(request.POST.get("outlet"))
    if asked is not None:
        request.session[OUTLET_KEY] = shell_of(request).everywhere.outlet(asked).id
    else:
        request.session.pop(OUTLET_KEY, None)
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target.partition("?")[0] if safe else "home")


@page(Permission.COMPANY_OUTLET_WRITE, methods=("GET", "POST"))
def listing(request: PageRequest) -> HttpResponse:
    """All outlets, and a form for another."""
    form = OutletForm(request.POST or None)
    if form.is_valid():
        try:
            return send_once(
                request,
                lambda: create_outlet(
                    actor=request.user, command=CreateOutlet(**form.cleaned_data), now=timezone.now()
                ),
                lambda outlet: Done(reverse("outlet_list"), f"{outlet.name} is open."),
            )
        except DomainError as error:
            show_errors(form, error)
    return render(request, "outlets/list.html", {"form": form, "outlets": scope_of(request.user).outlets})


@page(Permission.COMPANY_OUTLET_WRITE, methods=("GET", "POST"))
def edit(request: PageRequest, outlet_id: int) -> HttpResponse:
    """Another name."""
    outlet = scope_of(request.user).outlet(outlet_id)
    as_it_is = RenameOutlet(outlet.name)
    form = OutletNameForm(request.POST or None, initial=asdict(as_it_is))
    error: DomainError | None = None
    if form.is_valid():
        try:
            return send_once(
                request,
                lambda: rename_outlet(
                    actor=request.user,
                    outlet_id=outlet_id,
                    command=RenameOutlet(**form.cleaned_data),
                    version=sent_version(request),
                    now=timezone.now(),
                ),
                lambda renamed: Done(reverse("outlet_list"), f"It is called {renamed.name} now."),
            )
        except VersionChanged as changed:
            error = changed
            show_change(form, asdict(as_it_is))
        except DomainError as refused:
            error = refused
            show_errors(form, error)
    context = {"form": form, "outlet": outlet, "version": version_for(request, as_it_is, error)}
    return render(request, "outlets/edit.html", context, status=422 if form.errors else 200)
