import tempfile
from datetime import datetime
from hashlib import file_digest

from django.core.files import File
from django.core.files.storage import default_storage

from kernel.errors import NotFound
from kernel.ids import new_id
from kernel.schemas import use_public
from tenants.archives.models import Backup
from tenants.archives.rules.backup import RETENTION_BACKUPS, backup_path
from tenants.archives.steps.write_backup import write_backup
from tenants.life.enums import TenantState
from tenants.life.models import Tenant


def back_up_business(*, tenant_id: int, now: datetime) -> Backup:
    """Copy a business to the private storage, and drop its copies that are too old. NotFound when it is gone.

    pg_dump takes its own snapshot, so this is no transaction.
    """
    use_public()
    tenant = Tenant.objects.filter(pk=tenant_id).exclude(state=TenantState.DELETED).first()
    if tenant is None:
        raise NotFound
    backup = Backup(id=new_id(), tenant=tenant, made_at=now)
    with tempfile.TemporaryFile() as file:
        write_backup(file, tenant=tenant, now=now)
        backup.size = file.tell()
        file.seek(0)
        backup.sha256 = file_digest(file, "sha256").hexdigest()
        backup.path = default_storage.save(backup_path(tenant.schema_name, backup.pk, now), File(file))
    backup.save(force_insert=True)
    return backup


def sweep_backups(*, now: datetime) -> int:
    """Delete the backups that are too old, of whichever business. Returns how many."""
    use_public()
    over = list(Backup.objects.filter(made_at__lt=now - RETENTION_BACKUPS))
    for backup in over:
        # The file first: see sweep_exports.
        default_storage.delete(backup.path)
        backup.delete()
    return len(over)
