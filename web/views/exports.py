"""Everything that the business has here, to take away."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kernel.permissions import Permission
from tenants.archives.errors import ExportUnderWay
from tenants.archives.operations.request_export import ask_for_export
from tenants.archives.queries.exports import export_of, exports_of
from tenants.archives.rules.export import RETENTION_EXPORTS, file_name
from web.access import PageRequest, page


@page(Permission.COMPANY_DATA_EXPORT, methods=("GET", "POST"), account=True)
def listing(request: PageRequest) -> HttpResponse:
    """The archives there are, and a button for another."""
    if request.method != "POST":
        exports = exports_of(request.user, request.tenant.id)
        return render(request, "settings/exports.html", {"exports": exports, "days": RETENTION_EXPORTS.days})
    try:
        ask_for_export(actor=request.user, tenant_id=request.tenant.id, now=timezone.now())
    except ExportUnderWay as under_way:
        messages.info(request, under_way.detail)
    else:
        messages.success(request, "Your archive is being made. A mail tells you when it is ready.")
    return redirect("export_list")


@page(Permission.COMPANY_DATA_EXPORT, account=True)
def download(request: PageRequest, export_id: UUID) -> HttpResponseBase:
    """The archive itself."""
    export = export_of(request.user, request.tenant.id, export_id)
    name = file_name(request.tenant.name, export.requested_at)
    return FileResponse(default_storage.open(export.path), as_attachment=True, filename=name)
