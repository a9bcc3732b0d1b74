"""Who works here."""

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from company.operations.hire_person import hire_person
from company.operations.place_person import place_person
from company.queries.places import place_of
from kernel.errors import DomainError
from kernel.permissions import Permission
from kernel.versions import VersionChanged
from people.operations.deactivate_person import deactivate_person
from people.operations.reactivate_person import reactivate_person
from people.queries.listings import PEOPLE
from people.queries.people import person as one_person
from people.steps import HirePerson
from web.access import PageRequest, page
from web.forms.errors import show_errors
from web.forms.person import DetailsForm, PersonForm
from web.forms.versions import sent_version, show_change, version_for
from web.listing import shown_list
from web.once import Done, press_once, send_once
from web.shell import shell_of


@page(Permission.PEOPLE_PERSON_READ)
def listing(request: PageRequest) -> HttpResponse:
    """Everybody, with role."""
    today = shell_of(request).today(timezone.now())
    shown = shown_list(request, PEOPLE, request.user, name="People", today=today)
    return render(request, "people/list.html", {"list": shown})


@page(Permission.PEOPLE_PERSON_WRITE, methods=("GET", "POST"))
def new(request: PageRequest) -> HttpResponse:
    """Another teammate, and where they work."""
    form = PersonForm(request.POST or None, outlets=shell_of(request).outlets)
    if form.is_valid():
        values = dict(form.cleaned_data)
        outlet_ids, now = values.pop("outlet_ids"), timezone.now()
        command = HirePerson(**values)
        try:
            return send_once(
                request,
                lambda: hire_person(actor=request.user, command=command, outlet_ids=outlet_ids, now=now),
                lambda _: Done(reverse("people_list"), f"{command.name.strip()} can sign in now."),
            )
        except DomainError as error:
            show_errors(form, error)
    return render(request, "people/form.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.PEOPLE_PERSON_WRITE, methods=("GET", "POST"))
def edit(request: PageRequest, person_id: int) -> HttpResponse:
    """Another name, address or role, other outlets."""
    person = one_person(request.user, person_id)
    place = place_of(person)
    shown = {**asdict(place), "outlet_ids": list(place.outlet_ids)}
    form = DetailsForm(request.POST or None, outlets=shell_of(request).outlets, initial=shown)
    error: DomainError | None = None
    if form.is_valid():
        chosen, now = form.cleaned_data, timezone.now()
        try:
            return send_once(
                request,
                lambda: place_person(
                    actor=request.user, person_id=person_id, version=sent_version(request), now=now, **chosen
                ),
                lambda _: Done(reverse("people_list"), "Saved. It holds from the next click on."),
            )
        except VersionChanged as changed:
            error = changed
            show_change(form, shown)
        except DomainError as refused:
            error = refused
            show_errors(form, error)
    context = {"form": form, "person": person, "version": version_for(request, place, error)}
    return render(request, "people/edit.html", context, status=422 if form.errors else 200)


@page(Permission.PEOPLE_PERSON_WRITE, methods=("POST",))
def deactivate(request: PageRequest, person_id: int) -> HttpResponse:
    """From now on they can't come in; what they did stays theirs."""
    return press_once(
        request,
        lambda: deactivate_person(actor=request.user, person_id=person_id, now=timezone.now()),
        lambda _: Done(reverse("people_list"), "They can't sign in any more."),
        back="people_list",
    )


@page(Permission.PEOPLE_PERSON_WRITE, methods=("POST",))
def reactivate(request: PageRequest, person_id: int) -> HttpResponse:
    """They may come in again as they did."""
    return press_once(
        request,
        lambda: reactivate_person(actor=request.user, person_id=person_id, now=timezone.now()),
        lambda _: Done(reverse("people_list"), "They can sign in again, with the password they had."),
        back="people_list",
    )
