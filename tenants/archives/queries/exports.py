"""The archives of one business. Read from the public schema, wherever these are called."""

from uuid import UUID

from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission
from kernel.schemas import PUBLIC, in_schema
from tenants.archives.enums import ExportState
from tenants.archives.models import DataExport


def exports_of(actor: Actor, tenant_id: int) -> list[DataExport]:
    """Newest first. NotAllowed."""
    actor.require(Permission.COMPANY_DATA_EXPORT)
    with in_schema(PUBLIC):
        return list(DataExport.objects.filter(tenant_id=tenant_id).order_by("-requested_at", "-pk"))


def export_of(actor: Actor, tenant_id: int, export_id: UUID) -> DataExport:
    """One that can be downloaded. NotAllowed; NotFound, also when it is another business's or isn't ready."""
    actor.require(Permission.COMPANY_DATA_EXPORT)
    with in_schema(PUBLIC):
        export = DataExport.objects.filter(pk=export_id, tenant_id=tenant_id, state=ExportState.READY).first()
    if export is None:
        raise NotFound
    return export
