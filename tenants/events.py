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
