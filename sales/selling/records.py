"""A sale as the other rooms see it, whether it was just recorded or read back. Amounts in minor units."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from accounting.tax.rules.tax import TaxAmount
from sales.selling.rules.tenders import SettledPayment


@dataclass(frozen=True, slots=True)
class SaleLineRecord:
    """A line as it was sold; `unit_price` includes tax if the sale's prices do, and so does `list_price`."""

    position: int
    variation_id: int
    sku: str
    name: str
    category_name: str
    quantity: Decimal
    list_price: int
    unit_price: int
    discount: int
    unit: str
    tax_code: str
    treatment: str
    taxes: tuple[TaxAmount, ...]
    taxable: int
    tax: int
    total: int
    cost: int


@dataclass(frozen=True, slots=True)
class SaleRecord:
    """A receipt: taxable + tax = total, after all discounts."""

    id: UUID
    outlet_id: int
    outlet_name: str
    number: str
    sold_at: datetime
    business_date: date
    currency: str
    prices_include_tax: bool
    discount: int
    taxable: int
    tax: int
    total: int
    cost: int
    tax_registration: str
    place_of_supply: str
    invoice_kind: str
    actor_name: str
    recorded_at: datetime
    lines: tuple[SaleLineRecord, ...]
    payments: tuple[SettledPayment, ...]

    @property
    def change(self) -> int:
        return sum(payment.tendered - payment.amount for payment in self.payments)

    @property
    def tax_totals(self) -> list[TaxAmount]:
        """The taxes of the whole document, by component and rate: the sums of its lines'."""
        sums: dict[tuple[str, Decimal], int] = {}
        for line in self.lines:
            for tax in line.taxes:
                sums[tax.name, tax.percent] = sums.get((tax.name, tax.percent), 0) + tax.amount
        return [TaxAmount(name, percent, amount) for (name, percent), amount in sorted(sums.items())]
