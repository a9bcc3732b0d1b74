"""What was sold: list, one sale, its receipt."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from accounting.ledger.enums import TenderMethod
from kernel.permissions import Permission
from sales.selling.queries import sale_for, sales
from web.access import PageRequest, page
from web.listing import order_of, page_of, searched
from web.shell import shell_of

ORDERS = {"sold_at": ("sold_at",), "total": ("total",), "number": ("number",)}


def _matches(word: str) -> Q:
    return Q(number__icontains=word) | Q(actor_name__icontains=word)


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None


@page(Permission.SALES_SALE_READ)
def listing(request: PageRequest) -> HttpResponse:
    """Newest first; number or person, days and tender are in the URL."""
    shell = shell_of(request)
    text, method = request.GET.get("q", "").strip(), request.GET.get("method", "")
    first, last = _day(request.GET.get("from")), _day(request.GET.get("to"))
    rows = searched(sales(shell.scope), text, _matches)
    if first:
        rows = rows.filter(business_date__gte=first)
    if last:
        rows = rows.filter(business_date__lte=last)
    if method in list(TenderMethod):
        rows = rows.filter(pk__in=rows.filter(payments__method=method).values("pk"))
    order, fields = order_of(request, ORDERS, "-sold_at")
    return render(
        request,
        "sales/list.html",
        {
            "rows": page_of(request, rows.order_by(*fields)),
            "text": text,
            "method": method,
            "methods": list(TenderMethod),
            "first": first,
            "last": last,
            "order": order,
        },
    )


@page(Permission.SALES_SALE_READ)
def detail(request: PageRequest, sale_id: UUID) -> HttpResponse:
    """One sale, line by line."""
    return render(request, "sales/detail.html", {"sale": sale_for(shell_of(request).everywhere, sale_id)})


@page(Permission.SALES_SALE_READ)
def receipt(request: PageRequest, sale_id: UUID) -> HttpResponse:
    """As the customer gets it, as wide as a till roll."""
    shell = shell_of(request)
    sale = sale_for(shell.everywhere, sale_id)
    return render(request, "sales/receipt.html", {"sale": sale, "business": shell.business})
