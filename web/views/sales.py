"""What was sold: list, one sale, its receipt."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kernel.permissions import Permission
from sales.selling.queries import sale_for
from sales.selling.queries.listings import SALES
from web.access import PageRequest, page
from web.listing import shown_list
from web.shell import shell_of


@page(Permission.SALES_SALE_READ)
def listing(request: PageRequest) -> HttpResponse:
    """Newest first."""
    shell = shell_of(request)
    found = shown_list(
        request,
        SALES,
        shell.scope,
        name="Sales",
        today=shell.today(timezone.now()),
        controls={"date_from": "", "date_to": "", "method": "Any payment"},
    )
    return render(request, "sales/list.html", {"list": found})


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
