"""What operators do to a business, each on a page of its own: nothing happens before the button there is pressed."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from console.admin.base import operator_of
from console.cards.base import moment
from kernel.actors import Actor
from kernel.errors import DomainError
from kernel.permissions import Role
from kernel.schemas import in_schema
from people.queries.people import active_people
from tenants.archives.models import Backup
from tenants.archives.operations.request_backup import request_backup
from tenants.archives.operations.request_restore import request_restore
from tenants.archives.rules.backup import KEPT
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.operations.cancel_closing import cancel_closing
from tenants.life.operations.change_state import change_state
from tenants.life.operations.close_business import close_business
from tenants.life.operations.impersonate import impersonate
from tenants.life.operations.reinstate_business import reinstate_business
from tenants.life.rules.closing import GRACE
from tenants.life.rules.lifecycle import ACCESS, Access


class ReasonForm(forms.Form):
    """Why it is done: for the trail."""

    reason = forms.CharField(max_length=300, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


class VisitForm(ReasonForm):
    """As whom, too; an owner unless somebody else is chosen."""

    person = forms.TypedChoiceField(label="As", coerce=int, widget=UnfoldAdminSelectWidget())

    def __init__(self, *arguments: Any, people: list[tuple[int, str]], **options: Any) -> None:  # noqa: ANN401 (Django's)
        super().__init__(*arguments, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]

    field_order = ["person", "reason"]


class Deed(Protocol):
    """An operation on a business by an operator, with a reason for the trail."""

    def __call__(self, *, actor: Actor, tenant_id: int, now: datetime, reason: str) -> object: ...


def possible_for(tenant: Tenant) -> set[str]:
    """Which of the deeds its present state allows."""
    state = TenantState(tenant.state)
    deeds = set() if state is TenantState.DELETED else {"back_up"}
    if state is TenantState.SUSPENDED:
        deeds.add("reinstate")
    if ACCESS[state] is not Access.NONE:
        deeds |= {"visit", "suspend"}
        if tenant.closes_at is None:
            deeds.add("close")
    if tenant.closes_at is not None and state is not TenantState.DELETED:
        deeds.add("keep")
    return deeds


def suspend(request: HttpRequest, tenant_id: str, site: AdminSite) -> HttpResponse:
    text = "Its host answers nobody and its background work stops, until it is reinstated."
    return _confirmed(
        request, tenant_id, site, partial(change_state, to=TenantState.SUSPENDED), title="Suspend", text=text
    )


def reinstate(request: HttpRequest, tenant_id: str, site: AdminSite) -> HttpResponse:
    text = (
        "Its people get in again. What they may do then follows from its subscription; one that is being closed "
        "can only be exported or kept, and is deleted when its time is over."
    )
    return _confirmed(request, tenant_id, site, reinstate_business, title="Reinstate", text=text)


def close(request: HttpRequest, tenant_id: str, site: AdminSite) -> HttpResponse:
    text = f"Its owner can still export, for {GRACE.days} days. Then it is deleted, unless it is kept before."
    return _confirmed(request, tenant_id, site, close_business, title="Close", text=text)


def keep(request: HttpRequest, tenant_id: str, site: AdminSite) -> HttpResponse:
    text = "It isn't deleted after all. What its people may do then follows from its subscription."
    return _confirmed(request, tenant_id, site, cancel_closing, title="Keep", text=text)


def back_up(request: HttpRequest, tenant_id: str, site: AdminSite) -> HttpResponse:
    text = f"A copy is made in the background, listed under Backups and kept for {KEPT.days} days."
    done = "is being copied; see Backups."
    return _confirmed(request, tenant_id, site, request_backup, title="Back up", text=text, done=done)


def restore(request: HttpRequest, backup_id: str, site: AdminSite) -> HttpResponse:
    backup = get_object_or_404(Backup, pk=backup_id)
    text = (
        f"The business is again as it was on {moment(backup.made_at)}. What is there now is kept apart for some days."
    )

    def deed(*, actor: Actor, tenant_id: int, now: datetime, reason: str) -> None:  # noqa: ARG001 (the backup's own)
        request_restore(actor=actor, backup_id=backup.pk, now=now, reason=reason)

    done = "is being restored."
    return _confirmed(request, str(backup.tenant_id), site, deed, title="Restore", text=text, done=done)


def _confirmed(
    request: HttpRequest, tenant_id: str, site: AdminSite, deed: Deed, *, title: str, text: str, done: str = ""
) -> HttpResponse:
    tenant = get_object_or_404(Tenant, pk=tenant_id)

    def do(form: forms.Form) -> HttpResponse:
        reason = form.cleaned_data["reason"].strip()
        deed(actor=operator_of(request), tenant_id=tenant.pk, now=timezone.now(), reason=reason)
        tenant.refresh_from_db()
        messages.success(request, f"{tenant.name} {done or f'is {TenantState(tenant.state).label}.'}")
        return redirect("admin:life_tenant_change", tenant.pk)

    return _page(request, site, tenant, ReasonForm(request.POST or None), do, title=title, text=text)


def visit(request: HttpRequest, tenant_id: str, site: AdminSite) -> HttpResponse:
    tenant = get_object_or_404(Tenant, pk=tenant_id)
    with in_schema(tenant.schema_name):
        people = sorted(active_people(), key=lambda person: (person.role != Role.OWNER, person.name, person.pk))
    choices = [(person.pk, f"{person.name or person.email}, {person.role}") for person in people]

    def do(form: forms.Form) -> HttpResponse:
        chosen = form.cleaned_data
        url = impersonate(
            actor=operator_of(request),
            tenant_id=tenant.pk,
            person_id=chosen["person"],
            reason=chosen["reason"],
            now=timezone.now(),
        )
        context = {**site.each_context(request), "title": f"Look in: {tenant.name}", "tenant": tenant, "url": url}
        return render(request, "console/visit.html", {**context, "person": dict(choices)[chosen["person"]]})

    text = (
        "You see what this person sees, for thirty minutes. The trail of the business says that you were there and why."
    )
    form = VisitForm(request.POST or None, people=choices)
    return _page(request, site, tenant, form, do, title="Look in", text=text)


def _page(
    request: HttpRequest,
    site: AdminSite,
    tenant: Tenant,
    form: forms.Form,
    do: Callable[[forms.Form], HttpResponse],
    *,
    title: str,
    text: str,
) -> HttpResponse:
    """The form, until it is sent and the operation has nothing against it."""
    if request.method == "POST" and form.is_valid():
        try:
            return do(form)
        except DomainError as refused:
            for field, sentences in refused.errors.items():
                form.add_error(field, sentences)
            if not refused.errors:
                form.add_error(None, refused.detail)
    context = {**site.each_context(request), "title": f"{title}: {tenant.name}", "tenant": tenant}
    return render(request, "console/deed.html", {**context, "form": form, "text": text, "button": title})
