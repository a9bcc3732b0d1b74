"""The page where an operator chooses as whom to look at a business, and gets the link that opens it."""

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget

from console.access import operator_of
from console.actions import ReasonForm, business_or_404, form_page, reason_in
from kernel.permissions import Role
from kernel.schemas import in_schema
from people.queries.people import active_people
from people.rules.impersonation import LASTS
from tenants.life.operations.impersonate import impersonate

TITLE = "Look in"
_TEXT = (
    f"You see what this person sees, for {LASTS.seconds // 60} minutes. "
    "The trail of the business says that you were there and why."
)


class ImpersonationForm(ReasonForm):
    """As whom, too; an owner unless somebody else is chosen."""

    person = forms.TypedChoiceField(label="As", coerce=int, widget=UnfoldAdminSelectWidget())

    def __init__(self, *arguments: Any, people: list[tuple[int, str]], **options: Any) -> None:  # noqa: ANN401 (Django's)
        super().__init__(*arguments, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]

    field_order = ["person", "reason"]


def impersonation_page(request: HttpRequest, tenant_id: str, site: AdminSite) -> HttpResponse:
    """The form, then the link."""
    business = business_or_404(tenant_id)
    choices = _people_of(business.schema)

    def act(form: forms.Form) -> HttpResponse:
        person_id = form.cleaned_data["person"]
        url = impersonate(
            actor=operator_of(request),
            tenant_id=business.id,
            person_id=person_id,
            reason=reason_in(form),
            now=timezone.now(),
        )
        context = {**site.each_context(request), "title": f"{TITLE}: {business.name}", "business": business}
        return render(request, "console/impersonate.html", {**context, "url": url, "person": dict(choices)[person_id]})

    form = ImpersonationForm(request.POST or None, people=choices)
    return form_page(request, site, business, form, act, title=TITLE, text=_TEXT)


def _people_of(schema: str) -> list[tuple[int, str]]:
    """Owners first, then by name; nobody when the business is gone."""
    if not schema:
        return []
    with in_schema(schema):
        people = sorted(active_people(), key=lambda person: (person.role != Role.OWNER, person.name, person.pk))
    return [(person.pk, f"{person.name or person.email}, {person.role}") for person in people]
