"""Everything that the business has here, to take away."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kernel.permissions import Permission
from tenants.archives.operations.request_export import ask_for_export
from tenants.archives.queries.exports import export_of, exports_of
from tenants.archives.rules.export import RETENTION_EXPORTS, file_name
from web.access import PageRequest, page
from web.once import Done, press_once


@page(Permission.COMPANY_DATA_EXPORT, methods=("GET", "POST"), account=True)
def listing(request: PageRequest) -> HttpResponse:
    """The archives there are, and a button for another."""
    if request.method != "POST":
        exports = exports_of(request.user, request.tenant.id)
        return render(request, "settings/exports.html", {"exports": exports, "days": RETENTION_EXPORTS.days})
    return press_once(
        request,
        lambda: ask_for_export(actor=request.user, tenant_id=request.tenant.id, now=timezone.now()),
        lambda _: Done(reverse("export_list"), "Your archive is being made. A mail tells you when it is ready."),
        back="export_list",
        cross_schema=True,
    )


@page(Permission.COMPANY_DATA_EXPORT, account=True)
def download(request: PageRequest, export_id: UUID) -> HttpResponseBase:
    """The archive itself."""
    export = export_of(request.user, request.tenant.id, export_id)
    name = file_name(request.tenant.name, export.requested_at)
    return FileResponse(default_storage.open(export.path), as_attachment=True, filename=name)
