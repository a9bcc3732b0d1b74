"""What a sale needs to know of a thing in it. Pure."""

from dataclasses import dataclass

from accounting.tax.rules.tax import TaxComponent
from inventory.catalogue.enums import Unit


@dataclass(frozen=True, slots=True)
class Sellable:
    """A variation as it is sold on a day. `components` is None when its tax code is not valid on the day."""

    variation_id: int
    sku: str
    name: str
    category_name: str
    price: int
    unit: str
    archived: bool
    tax_code: str
    treatment: str
    components: tuple[TaxComponent, ...] | None

    @property
    def whole(self) -> bool:
        """Whether it is sold in whole pieces."""
        return self.unit == Unit.PIECE
