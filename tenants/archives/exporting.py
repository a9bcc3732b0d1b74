import tempfile
from datetime import datetime, timedelta
from functools import partial
from hashlib import file_digest

from django.core.files import File
from django.core.files.storage import default_storage

from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from tenants.archives.enums import ExportState
from tenants.archives.models import DataExport
from tenants.archives.rules.export import export_path
from tenants.archives.steps.write_export import write_export


def store_export(export: DataExport, *, now: datetime, retention: timedelta) -> None:
    """Make the archive, put it into the private storage and say so in its row.

    Not one transaction: the archive is read in the business's schema, the row is public. Nothing is left of an archive
    that fails.
    """
    use_public()
    path = export_path(export.tenant.schema_name, export.pk)
    with tempfile.TemporaryFile() as file:
        with in_schema(export.tenant.schema_name):
            run_in_transaction(partial(write_export, file, business=export.tenant.name, now=now))
        export.size = file.tell()
        file.seek(0)
        export.sha256 = file_digest(file, "sha256").hexdigest()
        default_storage.delete(path)
        export.path = default_storage.save(path, File(file))
    export.state, export.made_at, export.expires_at = ExportState.READY, now, now + retention
    export.save(update_fields=["state", "path", "size", "sha256", "made_at", "expires_at"])
