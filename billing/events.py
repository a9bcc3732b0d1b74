from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class QuotaThresholdReached:
    """A meter passed a threshold (per cent) of what the plan allows."""

    kind: ClassVar[str] = "billing.quota_threshold_reached"
    tenant_id: int
    meter: str
    threshold: int
    used: int
    allowed: int

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class AccessChanged:
    """What a subscription lets its business do is another than before; words of tenants.life.enums.TenantState."""

    kind: ClassVar[str] = "billing.access_changed"
    tenant_id: int
    before: str
    after: str

    def payload(self) -> dict[str, Any]:
        return asdict(self)
