from datetime import datetime

from django.core.files.storage import default_storage

from kernel.schemas import use_public
from tenants.archives.enums import ExportState
from tenants.archives.models import DataExport
from tenants.archives.rules.export import TIMEOUT_EXPORT


def sweep_exports(*, now: datetime) -> int:
    """Delete archives whose time is over, and give up those that never became ready. Returns how many went."""
    use_public()
    DataExport.objects.filter(state=ExportState.PENDING, requested_at__lt=now - TIMEOUT_EXPORT).update(
        state=ExportState.FAILED, expires_at=now + TIMEOUT_EXPORT
    )
    over = list(DataExport.objects.filter(expires_at__lt=now))
    for export in over:
        # The file first: a row whose file is gone can be swept again, a file without a row is never found.
        if export.path:
            default_storage.delete(export.path)
        export.delete()
    return len(over)
