"""Closing the business, and cancelling that."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kernel.errors import DomainError
from kernel.permissions import Permission
from tenants.archives.rules.backup import RETENTION_BACKUPS
from tenants.archives.rules.export import RETENTION_LAST_EXPORT
from tenants.life.errors import TooManyTries
from tenants.life.operations.cancel_closing import ask_to_cancel_closing
from tenants.life.operations.close_business import ask_to_close
from tenants.life.queries.tenants import tenant_by_id
from tenants.life.rules.closing import GRACE_CLOSING
from web.access import PageRequest, page
from web.forms.closing import ClosingForm
from web.forms.errors import show_errors
from web.once import Done, press_once, send_once


@page(Permission.COMPANY_BUSINESS_CLOSE, methods=("GET", "POST"), account=True)
def close(request: PageRequest) -> HttpResponse:
    """What closing means, and a form for it; when it is done, how to cancel the closing."""
    form = ClosingForm(request.POST or None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            return send_once(
                request,
                lambda: ask_to_close(
                    actor=request.user, tenant_id=request.tenant.id, now=timezone.now(), **form.cleaned_data
                ),
                lambda _: Done(reverse("close_business"), "The business is closed."),
                cross_schema=True,
            )
        except DomainError as error:
            show_errors(form, error)
            status = 429 if isinstance(error, TooManyTries) else 422
    tenant = tenant_by_id(request.tenant.id)
    context = {
        "form": form,
        "tenant": tenant,
        "days": GRACE_CLOSING.days,
        "archive_days": RETENTION_LAST_EXPORT.days,
        "backup_days": RETENTION_BACKUPS.days,
    }
    return render(request, "settings/close.html", context, status=status)


@page(Permission.COMPANY_BUSINESS_CLOSE, methods=("POST",), account=True)
def cancel_closing(request: PageRequest) -> HttpResponse:
    """Everything as it was."""
    return press_once(
        request,
        lambda: ask_to_cancel_closing(actor=request.user, tenant_id=request.tenant.id, now=timezone.now()),
        lambda _: Done(
            reverse("close_business"),
            "Welcome back. Nothing will be deleted, and what your plan allows is open again in a moment.",
        ),
        back="close_business",
        cross_schema=True,
    )
