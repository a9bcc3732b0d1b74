"""What operators asked for in the console: handlers of its events, in the public schema."""

from django.core.files.storage import default_storage
from django.utils import timezone

from kernel.schemas import use_public
from tenants.archives.models import Backup
from tenants.archives.operations.back_up_business import back_up_business
from tenants.archives.operations.restore_business import restore_business


def back_up(*, tenant_id: int) -> None:
    """Of `tenants.backup_requested`."""
    back_up_business(tenant_id=tenant_id, now=timezone.now())


def restore(*, backup_id: str) -> None:
    """Of `tenants.restore_requested`."""
    use_public()
    with default_storage.open(Backup.objects.get(pk=backup_id).path) as file:
        restore_business(actor=None, file=file, now=timezone.now())
