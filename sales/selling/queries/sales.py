from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from accounting.ledger.enums import TenderMethod
from accounting.tax.rules.tax import TaxAmount
from company.queries import business
from company.scope import Scope
from kernel.errors import NotFound
from kernel.permissions import Permission
from sales.selling.models import Sale, SaleLine
from sales.selling.records import SaleLineRecord, SaleRecord
from sales.selling.rules.tenders import SettledPayment


def sales(scope: Scope) -> QuerySet[Sale]:
    """The sales of the outlets, with outlet and payments: two statements a page."""
    scope.require(Permission.SALES_SALE_READ)
    return Sale.objects.filter(outlet__in=scope.outlet_ids).select_related("outlet").prefetch_related("payments")


def sale_for(scope: Scope, sale_id: UUID) -> SaleRecord:
    """One sale with everything on its receipt: four statements. NotFound."""
    sale = sales(scope).prefetch_related("lines").filter(pk=sale_id).first()
    if sale is None:
        raise NotFound("There is no such sale.")
    return SaleRecord(
        id=sale.pk,
        outlet_id=sale.outlet_id,
        outlet_name=sale.outlet.name,
        number=sale.number,
        sold_at=sale.sold_at,
        business_date=sale.business_date,
        currency=business().currency,
        prices_include_tax=sale.prices_include_tax,
        discount=sale.discount,
        taxable=sale.taxable,
        tax=sale.tax,
        total=sale.total,
        cost=sale.cost,
        tax_registration=sale.tax_registration,
        place_of_supply=sale.place_of_supply,
        invoice_kind=sale.invoice_kind,
        actor_name=sale.actor_name,
        recorded_at=sale.recorded_at,
        lines=tuple(_line(line) for line in sorted(sale.lines.all(), key=lambda line: line.position)),
        payments=tuple(
            SettledPayment(TenderMethod(payment.method), payment.amount, payment.tendered)
            for payment in sale.payments.all()
        ),
    )


def _line(line: SaleLine) -> SaleLineRecord:
    return SaleLineRecord(
        position=line.position,
        variation_id=line.variation_id,
        sku=line.sku,
        name=line.name,
        category_name=line.category_name,
        quantity=line.quantity,
        list_price=line.list_price,
        unit_price=line.unit_price,
        discount=line.discount,
        unit=line.unit,
        tax_code=line.tax_code,
        treatment=line.treatment,
        taxes=tuple(TaxAmount(tax["name"], Decimal(tax["percent"]), tax["amount"]) for tax in line.taxes),
        taxable=line.taxable,
        tax=line.tax,
        total=line.total,
        cost=line.cost,
    )
