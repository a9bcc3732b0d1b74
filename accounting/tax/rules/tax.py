"""Tax on a line of a document. Pure.

Rates come dated from the tax code (accounting.queries.tax). All amounts are integers in minor units. The rounding:

* Price includes tax: each component is `gross × its rate ÷ (100 + all rates)`, rounded half-up; what is left is the
  taxable value. Equal rates (CGST and SGST) therefore give equal amounts.
* Price excludes tax: each component is `net × its rate ÷ 100`, rounded half-up, and comes on top.

A discount is taken from the price first. The document's taxes are the sums of its lines', so they always agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kernel.money import round_half_up


@dataclass(frozen=True, slots=True)
class TaxComponent:
    """A component that is valid on the day: name ("CGST") and percent (9)."""

    name: str
    percent: Decimal


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


def tax_line(amount: int, components: Sequence[TaxComponent], *, includes_tax: bool) -> TaxedAmount:
    """Split (inclusive) or extend (exclusive) an amount into taxable value and taxes; minor units, after discount."""
    base = sum((component.percent for component in components), Decimal(100)) if includes_tax else Decimal(100)
    taxes = tuple(
        TaxAmount(component.name, component.percent, round_half_up(amount * component.percent / base))
        for component in components
    )
    tax = sum(each.amount for each in taxes)
    return TaxedAmount(amount - tax if includes_tax else amount, taxes)
