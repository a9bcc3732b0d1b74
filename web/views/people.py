"""Who works here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from company.operations.assign_outlets import assign_outlets
from company.queries import outlets_for
from kernel.errors import DomainError
from kernel.permissions import Permission
from people.errors import LastOwner
from people.operations.change_role import change_role
from people.operations.create_person import CreatePerson, create_person
from people.operations.deactivate_person import deactivate_person
from people.queries.people import people
from people.queries.people import person as one_person
from web.access import PageRequest, page
from web.forms.errors import show_errors
from web.forms.person import PersonForm, PlaceForm
from web.shell import shell_of


@page(Permission.PEOPLE_PERSON_READ)
def listing(request: PageRequest) -> HttpResponse:
    """Everybody, with role."""
    return render(request, "people/list.html", {"people": people(request.user)})


@page(Permission.PEOPLE_PERSON_WRITE, methods=("GET", "POST"))
def new(request: PageRequest) -> HttpResponse:
    """Another teammate, and where they work."""
    form = PersonForm(request.POST or None, outlets=shell_of(request).outlets)
    if form.is_valid():
        values = dict(form.cleaned_data)
        outlet_ids, now = values.pop("outlet_ids"), timezone.now()
        try:
            person = create_person(actor=request.user, command=CreatePerson(**values), now=now)
            assign_outlets(actor=request.user, person_id=person.pk, outlet_ids=outlet_ids, now=now)
        except DomainError as error:
            show_errors(form, error)
        else:
            messages.success(request, f"{person.name} can sign in now.")
            return redirect("people_list")
    return render(request, "people/form.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.PEOPLE_PERSON_WRITE, methods=("GET", "POST"))
def edit(request: PageRequest, person_id: int) -> HttpResponse:
    """Another role, other outlets."""
    person = one_person(request.user, person_id)
    place = {"role": person.role, "outlet_ids": [outlet.id for outlet in outlets_for(person)]}
    form = PlaceForm(request.POST or None, outlets=shell_of(request).outlets, initial=place)
    if form.is_valid():
        chosen, now = form.cleaned_data, timezone.now()
        try:
            change_role(actor=request.user, person_id=person_id, role=chosen["role"], now=now)
            assign_outlets(actor=request.user, person_id=person_id, outlet_ids=chosen["outlet_ids"], now=now)
        except DomainError as error:
            show_errors(form, error)
        else:
            messages.success(request, "Saved. It holds from the next click on.")
            return redirect("people_list")
    return render(request, "people/edit.html", {"form": form, "person": person}, status=422 if form.errors else 200)


@page(Permission.PEOPLE_PERSON_WRITE, methods=("POST",))
def let_go(request: PageRequest, person_id: int) -> HttpResponse:
    """From now on they can't come in; what they did stays theirs."""
    try:
        deactivate_person(actor=request.user, person_id=person_id, now=timezone.now())
    except LastOwner as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, "They can't sign in any more.")
    return redirect("people_list")
