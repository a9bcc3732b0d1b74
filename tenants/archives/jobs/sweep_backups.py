from datetime import datetime

from django.core.files.storage import default_storage

from kernel.schemas import use_public
from tenants.archives.models import Backup
from tenants.archives.rules.backup import RETENTION_BACKUPS


def sweep_backups(*, now: datetime) -> int:
    """Delete the backups of all businesses that are too old. Returns how many."""
    use_public()
    over = list(Backup.objects.filter(made_at__lt=now - RETENTION_BACKUPS))
    for backup in over:
        # The file first: see sweep_exports.
        default_storage.delete(backup.path)
        backup.delete()
    return len(over)
