from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class ProductChanged:
    """A product was made, changed, archived or brought back."""

    kind: ClassVar[str] = "inventory.product_changed"
    product_id: int

    def payload(self) -> dict[str, Any]:
        return {"product_id": self.product_id}
