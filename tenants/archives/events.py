"""What happened to a business."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ExportRequested:
    """A business wants its data. Written in the public outbox."""

    kind: ClassVar[str] = "tenants.export_requested"

    export_id: UUID

    def payload(self) -> dict[str, Any]:
        return {"export_id": str(self.export_id)}


@dataclass(frozen=True, slots=True)
class BusinessPurged:
    """A business is gone: what others keep of it can go too."""

    kind: ClassVar[str] = "tenants.business_purged"

    tenant_id: int

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BackupRequested:
    """An operator wants a copy of a business. Written in the public outbox."""

    kind: ClassVar[str] = "tenants.backup_requested"

    tenant_id: int

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RestoreRequested:
    """An operator wants a business as it was. Written in the public outbox."""

    kind: ClassVar[str] = "tenants.restore_requested"

    backup_id: UUID

    def payload(self) -> dict[str, Any]:
        return {"backup_id": str(self.backup_id)}
