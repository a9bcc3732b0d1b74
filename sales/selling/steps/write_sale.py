from collections.abc import Sequence

from accounting.ledger.document import Document
from accounting.tax.rules.invoices import invoice_kind
from kernel.rows import Rows, insert, row_of
from sales.selling.models import Payment, Sale, SaleLine
from sales.selling.records import SaleLineRecord, SaleRecord
from sales.selling.rules.pricing import PricedCart, PricedLine
from sales.selling.rules.tenders import SettledPayment


def write_sale(
    doc: Document, cart: PricedCart, payments: tuple[SettledPayment, ...], costs: Sequence[int]
) -> SaleRecord:
    """Write the numbered sale, its lines and its payments: one statement, whatever its length."""
    sale = _record(doc, cart, payments, costs)
    header = {
        "fiscal_year": doc.fiscal_year,
        "serial": doc.serial,
        "tendered": sum(payment.tendered for payment in payments),
        "actor_id": doc.actor.pk,
    }
    insert(
        Rows(Payment, SettledPayment, sale.payments, {"sale_id": sale.id}),
        Rows(SaleLine, SaleLineRecord, sale.lines, {"sale_id": sale.id}),
        row_of(Sale, sale, header),
    )
    return sale


def _record(doc: Document, cart: PricedCart, payments: tuple[SettledPayment, ...], costs: Sequence[int]) -> SaleRecord:
    return SaleRecord(
        id=doc.id,
        outlet_id=doc.outlet.id,
        outlet_name=doc.outlet.name,
        number=doc.number,
        sold_at=doc.at,
        business_date=doc.day,
        currency=doc.currency,
        prices_include_tax=doc.prices_include_tax,
        discount=cart.discount,
        taxable=cart.taxable,
        tax=cart.tax,
        total=cart.total,
        cost=sum(costs),
        tax_registration=doc.registration.number,
        # Goods handed over at the shop are supplied there (IGST Act 2017, section 10(1)(c)).
        place_of_supply=doc.registration.state,
        invoice_kind=invoice_kind(registered=bool(doc.registration.number), treatments=cart.treatments),
        actor_name=doc.actor.name,
        recorded_at=doc.now,
        lines=tuple(
            _line(position, line, cost) for position, (line, cost) in enumerate(zip(cart.lines, costs, strict=True), 1)
        ),
        payments=payments,
    )


def _line(position: int, line: PricedLine, cost: int) -> SaleLineRecord:
    return SaleLineRecord(
        position=position,
        variation_id=line.item.variation_id,
        sku=line.item.sku,
        name=line.item.name,
        category_name=line.item.category_name,
        quantity=line.quantity,
        list_price=line.item.price,
        unit_price=line.unit_price,
        discount=line.discount,
        unit=line.item.unit,
        tax_code=line.item.tax_code,
        treatment=line.item.treatment,
        taxes=line.amounts.taxes,
        taxable=line.amounts.taxable,
        tax=line.amounts.tax,
        total=line.amounts.total,
        cost=cost,
    )
