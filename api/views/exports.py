from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import TenantView
from api.serializers.exports import DataExportSerializer
from kernel.permissions import Permission
from tenants.archives.operations.request_export import ask_for_export
from tenants.archives.queries.exports import export_of, exports_of
from tenants.archives.rules.export import file_name


class DataExports(TenantView):
    """Archives of everything that the business has here."""

    permissions = {"GET": Permission.COMPANY_DATA_EXPORT, "POST": Permission.COMPANY_DATA_EXPORT}
    serializer_class = DataExportSerializer
    account = True

    @extend_schema(responses=DataExportSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the archives, newest first; each is kept for a week."""
        return Response(DataExportSerializer(exports_of(self.actor, self.tenant_id), many=True).data)

    @extend_schema(request=None, responses={201: DataExportSerializer})
    def post(self, request: Request) -> Response:
        """Have an archive made. Its `state` says when it is ready; one is made at a time."""
        return self.answer_cross_schema(
            lambda: ask_for_export(actor=self.actor, tenant_id=self.tenant_id, now=self.now),
            lambda export: self.shown(DataExportSerializer, export),
        )


class DataExportFile(TenantView):
    """One archive."""

    permissions = {"GET": Permission.COMPANY_DATA_EXPORT}
    account = True

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 (DRF's own)
        """A client that accepts nothing but ZIP gets it; refusals are JSON all the same."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, export_id: UUID) -> FileResponse:
        """Download the archive: CSV files, documents, and a manifest with checksums."""
        export = export_of(self.actor, self.tenant_id, export_id)
        name = file_name(self.business.name, export.requested_at)
        return FileResponse(default_storage.open(export.path), as_attachment=True, filename=name)
