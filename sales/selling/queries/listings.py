from datetime import date

from django.db.models import Q

from accounting.ledger.enums import TenderMethod
from company.scope import Scope
from kernel.filters import by_choice, by_days, by_id, by_text, labels
from kernel.listings import Column, Kind, Listing, every_word
from sales.selling.models import Payment, Sale, SaleLine
from sales.selling.queries.sales import sales


def _word(word: str) -> Q:
    lines = SaleLine.objects.filter(Q(name__icontains=word) | Q(sku__icontains=word))
    return Q(number__icontains=word) | Q(actor_name__icontains=word) | Q(pk__in=lines.values("sale"))


def _paid_by(method: str, _today: date) -> Q:
    return Q(pk__in=Payment.objects.filter(method=method).values("sale"))


def _methods(sale: Sale) -> str:
    return ", ".join(TenderMethod(payment.method).label for payment in sale.payments.all())


SALES = Listing[Scope, Sale](
    rows=sales,
    matches=every_word(_word),
    orders={"sold_at": ("sold_at",), "total": ("total",), "number": ("number",)},
    order="-sold_at",
    filters=(
        by_id("outlet", "Outlet"),
        by_text("number", "Receipt"),
        *by_days("business_date", "Day"),
        by_choice("method", "Paid by", labels(TenderMethod), _paid_by),
    ),
    columns=(
        Column("number", "Receipt", lambda row: row.number),
        Column("sold_at", "Sold", lambda row: row.sold_at, Kind.MOMENT),
        Column("outlet", "Outlet", lambda row: row.outlet.name),
        Column("actor", "By", lambda row: row.actor_name),
        Column("method", "Paid by", _methods),
        Column("total", "Total", lambda row: row.total, Kind.MONEY),
    ),
)
"""Receipts, found by number, person or what was sold."""
