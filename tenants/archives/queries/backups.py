from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.errors import NotFound
from kernel.schemas import PUBLIC, in_schema
from tenants.archives.models import Backup


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A copy of a business, and its path in the private storage."""

    id: UUID
    tenant_id: int
    made_at: datetime
    path: str


def backup_by_id(backup_id: UUID | str) -> BackupInfo:
    """NotFound. Reads the public schema, wherever it is called."""
    with in_schema(PUBLIC):
        row = Backup.objects.filter(pk=backup_id).values_list("pk", "tenant_id", "made_at", "path").first()
    if row is None:
        raise NotFound
    return BackupInfo(*row)
