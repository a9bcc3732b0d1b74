from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OpeningStockRecorded:
    """Goods of before the books were put on the shelf of an outlet."""

    kind: ClassVar[str] = "inventory.opening_stock_recorded"
    document_id: UUID
    outlet_id: int

    def payload(self) -> dict[str, Any]:
        return {"document_id": str(self.document_id), "outlet_id": self.outlet_id}


@dataclass(frozen=True, slots=True)
class OpeningStockReversed:
    """It was taken back as a whole."""

    kind: ClassVar[str] = "inventory.opening_stock_reversed"
    document_id: UUID
    outlet_id: int

    def payload(self) -> dict[str, Any]:
        return {"document_id": str(self.document_id), "outlet_id": self.outlet_id}
