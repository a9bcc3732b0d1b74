"""What a cart comes to. Pure; the only place where a sale's amounts are made.

A line's gross is `quantity × unit price`, rounded half-up. Its own discount comes off first, then its share of the
cart's discount (in proportion to what is left, largest remainder), then tax is extracted or added
(accounting.tax.rules.tax). Every total is the sum of its lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounting.tax.rules.tax import TaxAmount, TaxedAmount, tax_line
from inventory.catalogue.rules.sellable import Sellable
from kernel.money import MAX_MINOR, round_half_up, share_out
from kernel.quantities import beyond, is_storable


@dataclass(frozen=True, slots=True)
class CartLine:
    """`unit_price` None takes the list price; `discount` is for the whole line; minor units.

    `price_reason` is why it is another one than the list's.
    """

    variation_id: int
    quantity: Decimal
    unit_price: int | None = None
    discount: int = 0
    price_reason: str = ""


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A cart line with its amounts; `discount` includes its share of the cart's."""

    item: Sellable
    quantity: Decimal
    unit_price: int
    discount: int
    amounts: TaxedAmount


@dataclass(frozen=True, slots=True)
class PricedCart:
    """The lines in their order, and their sums."""

    lines: tuple[PricedLine, ...]

    @property
    def discount(self) -> int:
        return sum(line.discount for line in self.lines)

    @property
    def taxable(self) -> int:
        return sum(line.amounts.taxable for line in self.lines)

    @property
    def tax(self) -> int:
        return sum(line.amounts.tax for line in self.lines)

    @property
    def total(self) -> int:
        return self.taxable + self.tax

    @property
    def names(self) -> dict[int, str]:
        """What is in the cart is called, by variation."""
        return {line.item.variation_id: line.item.name for line in self.lines}

    @property
    def treatments(self) -> set[str]:
        return {line.item.treatment for line in self.lines}

    @property
    def taxes(self) -> list[TaxAmount]:
        """Every line's."""
        return [tax for line in self.lines for tax in line.amounts.taxes]

    def wanted(self) -> dict[int, Decimal]:
        """The quantity of each variation, repeated lines summed, lines of nothing left out."""
        sums: dict[int, Decimal] = {}
        for line in self.lines:
            if line.quantity:
                sums[line.item.variation_id] = sums.get(line.item.variation_id, Decimal(0)) + line.quantity
        return sums


def errors_in(lines: Sequence[CartLine], items: Mapping[int, Sellable], discount: int) -> dict[str, list[str]]:
    """Everything that is wrong with a cart, by field; empty when it can be priced."""
    errors: dict[str, list[str]] = {}
    for index, line in enumerate(lines):
        for field, message in _line_errors(line, items.get(line.variation_id)):
            errors.setdefault(f"lines.{index}.{field}", []).append(message)
    if not errors:
        for index in beyond((line.variation_id, line.quantity) for line in lines):
            errors[f"lines.{index}.quantity"] = ["With the lines before it, this is more than can be right."]
    if not errors:
        left = sum(_gross(line, items[line.variation_id]) - line.discount for line in lines)
        if left > MAX_MINOR:
            errors["lines"] = ["The cart comes to more than can be right."]
        elif not 0 <= discount <= left:
            errors["discount"] = ["Not negative and not more than the cart comes to."]
    return errors


def price_cart(
    lines: Sequence[CartLine], items: Mapping[int, Sellable], *, discount: int, includes_tax: bool
) -> PricedCart:
    """Price a cart that has no errors_in."""
    left = [_gross(line, items[line.variation_id]) - line.discount for line in lines]
    shares = share_out(discount, left)
    return PricedCart(
        tuple(
            PricedLine(
                item=items[line.variation_id],
                quantity=line.quantity,
                unit_price=_unit_price(line, items[line.variation_id]),
                discount=line.discount + share,
                amounts=_taxed(line, items[line.variation_id], amount - share, includes_tax=includes_tax),
            )
            for line, amount, share in zip(lines, left, shares, strict=True)
        )
    )


def _taxed(line: CartLine, item: Sellable, amount: int, *, includes_tax: bool) -> TaxedAmount:
    return tax_line(amount, item.components or (), includes_tax=includes_tax, quantity=line.quantity)


def _unit_price(line: CartLine, item: Sellable) -> int:
    return item.price if line.unit_price is None else line.unit_price


def _gross(line: CartLine, item: Sellable) -> int:
    return round_half_up(line.quantity * _unit_price(line, item))


def _line_errors(line: CartLine, item: Sellable | None) -> list[tuple[str, str]]:
    if item is None:
        return [("variation_id", "There is no such product.")]
    found = []
    if item.archived:
        found.append(("variation_id", f"{item.name} is archived."))
    if item.components is None:
        found.append(("variation_id", f"Tax code {item.tax_code} of {item.name} is not valid on this day."))
    if not (is_storable(line.quantity) and line.quantity >= 0):
        return [*found, ("quantity", "Not negative, with at most three decimals, please.")]
    if item.whole and line.quantity % 1:
        found.append(("quantity", f"{item.name} is sold in whole pieces."))
    unit_price = _unit_price(line, item)
    if not 0 <= unit_price <= MAX_MINOR or line.quantity * unit_price > MAX_MINOR:
        found.append(("unit_price", "Not negative, and not that much, please."))
    elif not 0 <= line.discount <= _gross(line, item):
        found.append(("discount", "Not negative and not more than the line comes to."))
    return found
