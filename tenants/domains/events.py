"""What happened to a business."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class DomainFailing:
    """The proof of a domain has been missing for some days. Written in the public outbox."""

    kind: ClassVar[str] = "tenants.domain_failing"

    tenant_id: int
    host: str

    def payload(self) -> dict[str, Any]:
        return asdict(self)
