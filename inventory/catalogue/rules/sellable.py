"""What a sale needs to know of a thing in it. Pure."""

from dataclasses import dataclass

from accounting.tax.rules.tax import TaxComponent


@dataclass(frozen=True, slots=True)
class Sellable:
    """A variation as it is sold on a day. `components` is None when its tax code is not valid on the day."""

    variation_id: int
    sku: str
    name: str
    category_name: str
    price: int
    whole: bool
    archived: bool
    tax_code: str
    components: tuple[TaxComponent, ...] | None
