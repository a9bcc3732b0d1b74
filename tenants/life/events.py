"""What happened to a business."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class BusinessOpened:
    """A business signed up and is live. Written in its own outbox."""

    kind: ClassVar[str] = "tenants.business_opened"

    owner_id: int

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BusinessClosing:
    """A business was closed; it is deleted when its grace is over. Written in the public outbox, like the next two."""

    kind: ClassVar[str] = "tenants.business_closing"

    tenant_id: int

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ClosingCancelled:
    """A business that was closed goes on after all."""

    kind: ClassVar[str] = "tenants.business_closing_cancelled"

    tenant_id: int

    def payload(self) -> dict[str, Any]:
        return asdict(self)
