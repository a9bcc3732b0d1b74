"""The end of the business, and second thoughts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kernel.errors import Conflict, DomainError
from kernel.permissions import Permission
from tenants.archives.rules.backup import RETENTION_BACKUPS
from tenants.archives.rules.export import RETENTION_LAST_EXPORT
from tenants.life.errors import TooManyTries
from tenants.life.operations.cancel_closing import ask_to_keep
from tenants.life.operations.close_business import ask_to_close
from tenants.life.queries.tenants import tenant_by_id
from tenants.life.rules.closing import GRACE_CLOSING
from web.access import PageRequest, page
from web.forms.closing import ClosingForm
from web.forms.errors import show_errors


@page(Permission.COMPANY_BUSINESS_CLOSE, methods=("GET", "POST"), account=True)
def close(request: PageRequest) -> HttpResponse:
    """What closing means, and a form for it; when it is done, how to keep the business."""
    form = ClosingForm(request.POST or None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            ask_to_close(actor=request.user, tenant_id=request.tenant.id, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            show_errors(form, error)
            status = 429 if isinstance(error, TooManyTries) else 422
        else:
            messages.success(request, "The business is closed.")
            return redirect("close_business")
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
def keep(request: PageRequest) -> HttpResponse:
    """Everything as it was."""
    try:
        ask_to_keep(actor=request.user, tenant_id=request.tenant.id, now=timezone.now())
    except Conflict as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, "Welcome back. Nothing will be deleted.")
    return redirect("close_business")
