from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SaleRecorded:
    """A sale was made."""

    kind: ClassVar[str] = "sales.sale_recorded"
    sale_id: UUID
    outlet_id: int

    def payload(self) -> dict[str, Any]:
        return {"sale_id": str(self.sale_id), "outlet_id": self.outlet_id}
