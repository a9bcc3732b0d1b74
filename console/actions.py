"""An action of the console has a page of its own: nothing happens before the button there is pressed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextareaWidget

from console.access import operator_of
from kernel.actors import Actor
from kernel.errors import DomainError, NotFound
from tenants.archives.queries.backups import backup_by_id
from tenants.life.enums import TenantState
from tenants.life.queries.figures import BusinessDetails, business_details

Page = Callable[[HttpRequest, str, AdminSite], HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """`name` is the last part of its URL. It is offered in the states where `is_possible`; operations refuse others."""

    name: str
    title: str
    icon: str
    page: Page
    is_possible: Callable[[TenantState], bool] = lambda _state: True


class BusinessOperation(Protocol):
    """What an operator does to a business, with a reason for the trail."""

    def __call__(self, *, actor: Actor, tenant_id: int, now: datetime, reason: str) -> object: ...


class BackupOperation(Protocol):
    """What an operator does with a copy of a business, with a reason for the trail."""

    def __call__(self, *, actor: Actor, backup_id: Any, now: datetime, reason: str) -> object: ...  # noqa: ANN401 (a UUID, or the URL's)


class ReasonForm(forms.Form):
    """Why it is done: for the trail."""

    reason = forms.CharField(max_length=300, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBusiness:
    """An operation on a business: `text` says what will follow, `done` what was begun (else its new state)."""

    title: str
    text: str
    operation: BusinessOperation
    done: str = ""

    def __call__(self, request: HttpRequest, tenant_id: str, site: AdminSite) -> HttpResponse:
        business = business_or_404(tenant_id)

        def act(form: forms.Form) -> HttpResponse:
            self.operation(
                actor=operator_of(request), tenant_id=business.id, now=timezone.now(), reason=reason_in(form)
            )
            done = self.done or f"is {business_details(business.id).state.label}."
            return to_business(request, business, done)

        form = ReasonForm(request.POST or None)
        return form_page(request, site, business, form, act, title=self.title, text=self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBackup:
    """The same for a backup; `text` takes the moment it was made at."""

    title: str
    text: Callable[[datetime], str]
    operation: BackupOperation
    done: str

    def __call__(self, request: HttpRequest, backup_id: str, site: AdminSite) -> HttpResponse:
        try:
            backup = backup_by_id(backup_id)
        except NotFound as missing:
            raise Http404 from missing
        business = business_or_404(backup.tenant_id)

        def act(form: forms.Form) -> HttpResponse:
            self.operation(actor=operator_of(request), backup_id=backup.id, now=timezone.now(), reason=reason_in(form))
            return to_business(request, business, self.done)

        form, text = ReasonForm(request.POST or None), self.text(backup.made_at)
        return form_page(request, site, business, form, act, title=self.title, text=text)


def business_or_404(tenant_id: str | int) -> BusinessDetails:
    try:
        return business_details(int(tenant_id))
    except (NotFound, ValueError) as missing:
        raise Http404 from missing


def reason_in(form: forms.Form) -> str:
    return str(form.cleaned_data["reason"]).strip()


def to_business(request: HttpRequest, business: BusinessDetails, done: str) -> HttpResponse:
    messages.success(request, f"{business.name} {done}")
    return redirect("admin:life_tenant_change", business.id)


def form_page(
    request: HttpRequest,
    site: AdminSite,
    business: BusinessDetails,
    form: forms.Form,
    act: Callable[[forms.Form], HttpResponse],
    *,
    title: str,
    text: str,
) -> HttpResponse:
    """The form, until it is sent and the operation has nothing against it."""
    if request.method == "POST" and form.is_valid():
        try:
            return act(form)
        except DomainError as refused:
            for field, sentences in refused.errors.items():
                form.add_error(field, sentences)
            if not refused.errors:
                form.add_error(None, refused.detail)
    context = {**site.each_context(request), "title": f"{title}: {business.name}", "business": business}
    return render(request, "console/action.html", {**context, "form": form, "text": text, "button": title})
