"""Tax on a line of a document. Pure.

Rates come dated from the tax code (accounting.tax.queries.tax_codes). All amounts are integers in minor units. The
rounding:

* Price includes tax: each component is `gross × its rate ÷ (100 + all rates)`, rounded half-up; what is left is the
  taxable value. Equal rates (CGST and SGST) therefore give equal amounts.
* Price excludes tax: each component is `net × its rate ÷ 100`, rounded half-up, and comes on top.
* A component with an amount for each unit (a cess) adds `quantity × amount`, rounded half-up; of a price that includes
  tax it is taken off first.

A discount is taken from the price first. The document's taxes are the sums of its lines', so they always agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from kernel.money import round_half_up, share_out


@dataclass(frozen=True, slots=True)
class TaxComponent:
    """A component that is valid on the day: name ("CGST"), percent (9), amount for each unit in minor units.

    `above` is the band it belongs to: 0, or the taxable value of a unit (minor units) above which it holds.
    """

    name: str
    percent: Decimal
    per_unit: int = 0
    above: int = 0


@dataclass(frozen=True, slots=True)
class TaxAmount:
    """What a component comes to on one line, in minor units."""

    name: str
    percent: Decimal
    amount: int


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """taxable + the taxes = total, exactly."""

    taxable: int
    taxes: tuple[TaxAmount, ...]

    @property
    def tax(self) -> int:
        return sum(tax.amount for tax in self.taxes)

    @property
    def total(self) -> int:
        return self.taxable + self.tax


def tax_line(
    amount: int, components: Sequence[TaxComponent], *, includes_tax: bool, quantity: Decimal = Decimal(1)
) -> TaxedAmount:
    """Split (inclusive) or extend (exclusive) an amount into taxable value and taxes; minor units, after discount.

    `components` may hold several bands; the one that the value of a unit falls into is taken.
    """
    if not any(component.above for component in components):
        return _taxed(amount, components, quantity, includes_tax=includes_tax)
    bands = [list(band) for _, band in groupby(sorted(components, key=_above), key=_above)]
    taxed = TaxedAmount(amount, ())
    for band in bands:
        # The first band always holds; a higher one when a unit is worth more than it begins at, taxed by the one below.
        # A price with tax may fit neither (₹2,625.01 to 2,950 of garments): then the higher rate is right.
        if band is bands[0] or taxed.taxable > band[0].above * quantity:
            taxed = _taxed(amount, band, quantity, includes_tax=includes_tax)
    return taxed


def _above(component: TaxComponent) -> int:
    return component.above


def _taxed(amount: int, components: Sequence[TaxComponent], quantity: Decimal, *, includes_tax: bool) -> TaxedAmount:
    by_unit = [round_half_up(component.per_unit * quantity) for component in components]
    if includes_tax and sum(by_unit) > amount:
        by_unit = share_out(amount, by_unit)
    rest = amount - sum(by_unit) if includes_tax else amount
    base = sum((component.percent for component in components), Decimal(100)) if includes_tax else Decimal(100)
    taxes = tuple(
        TaxAmount(component.name, component.percent, round_half_up(rest * component.percent / base) + fixed)
        for component, fixed in zip(components, by_unit, strict=True)
    )
    tax = sum(each.amount for each in taxes)
    return TaxedAmount(amount - tax if includes_tax else amount, taxes)
