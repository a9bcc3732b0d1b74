"""Who works here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from company.operations.assign_outlets import assign_outlets
from kernel.errors import DomainError
from kernel.permissions import Permission
from people.operations.create_person import NewPerson, create_person
from people.queries.people import people
from web.access import PageRequest, page
from web.forms.errors import show_errors
from web.forms.person import PersonForm
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
            person = create_person(actor=request.user, command=NewPerson(**values), now=now)
            assign_outlets(actor=request.user, person_id=person.pk, outlet_ids=outlet_ids, now=now)
        except DomainError as error:
            show_errors(form, error)
        else:
            messages.success(request, f"{person.name} can sign in now.")
            return redirect("people_list")
    return render(request, "people/form.html", {"form": form}, status=422 if form.errors else 200)
