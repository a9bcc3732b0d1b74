"""What operators asked for in the console: handlers of its events, in the public schema."""

from django.core.files.storage import default_storage
from django.utils import timezone

from audit.authors import PLATFORM
from tenants.archives.operations.back_up_business import back_up_business
from tenants.archives.operations.restore_business import restore_business
from tenants.archives.queries.backups import backup_by_id


def back_up(*, tenant_id: int) -> None:
    """Of `tenants.backup_requested`."""
    back_up_business(tenant_id=tenant_id, now=timezone.now())


def restore(*, backup_id: str) -> None:
    """Of `tenants.restore_requested`."""
    with default_storage.open(backup_by_id(backup_id).path) as file:
        restore_business(actor=PLATFORM, file=file, now=timezone.now())
