from datetime import datetime

from kernel.schemas import use_public
from tenants.archives.enums import ExportState
from tenants.archives.exporting import store_export
from tenants.archives.models import DataExport
from tenants.archives.rules.export import RETENTION_EXPORTS


def make_export(*, export_id: str, now: datetime) -> DataExport | None:
    """Make an archive that was asked for, which the trail says already. None when it was made before, or is gone."""
    use_public()
    export = DataExport.objects.select_related("tenant").filter(pk=export_id, state=ExportState.PENDING).first()
    if export is not None:
        store_export(export, now=now, retention=RETENTION_EXPORTS)
    return export
