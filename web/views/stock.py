"""What lies where, in which batches."""

from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from inventory.stock.queries import batches, stock_levels
from inventory.stock.queries.watch import OUT_OF_STOCK, RUNNING_LOW, expired, expiring
from kernel.permissions import Permission
from web.access import PageRequest, page
from web.listing import order_of, page_of, searched
from web.shell import shell_of

_NAME = ("variation__product__name", "variation__name")
LEVEL_ORDERS = {
    "product": (*_NAME, "outlet__name"),
    "outlet": ("outlet__name", *_NAME),
    "on_hand": ("quantity", *_NAME),
    "value": ("value", *_NAME),
}
_WITHOUT_COSTS = {key: fields for key, fields in LEVEL_ORDERS.items() if key != "value"}
LEVEL_FILTERS = {
    "low": RUNNING_LOW,
    "out": OUT_OF_STOCK,
}
BATCH_ORDERS = {
    "product": (*_NAME, "expires_on"),
    "expires": ("expires_on", *_NAME),
    "left": ("quantity", *_NAME),
}


def _matches(word: str) -> Q:
    return (
        Q(variation__product__name__icontains=word)
        | Q(variation__name__icontains=word)
        | Q(variation__sku__icontains=word)
        | Q(variation__barcodes__code=word)
    )


def _expiry_filters(today: date) -> dict[str, Q]:
    return {
        "expired": expired(today),
        "expiring": expiring(today),
        "month": expiring(today, timedelta(days=30)),
    }


@page(Permission.STOCK_LEVEL_READ)
def levels_page(request: PageRequest) -> HttpResponse:
    """What each outlet has of each variation."""
    shell = shell_of(request)
    text, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    rows = searched(stock_levels(shell.scope), text, _matches)
    rows = rows.filter(LEVEL_FILTERS.get(show, Q()))
    orders = LEVEL_ORDERS if request.user.may(Permission.CATALOGUE_COST_READ) else _WITHOUT_COSTS
    order, fields = order_of(request, orders, "product")
    context = {"rows": page_of(request, rows.order_by(*fields).distinct()), "text": text, "show": show, "order": order}
    return render(request, "stock/levels.html", context)


@page(Permission.STOCK_LEVEL_READ)
def batches_page(request: PageRequest) -> HttpResponse:
    """The batches that are left, the first to expire on top."""
    shell = shell_of(request)
    today = shell.today(timezone.now())
    text, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    rows = searched(batches(shell.scope), text, _matches)
    rows = rows.filter(_expiry_filters(today).get(show, Q()))
    order, fields = order_of(request, BATCH_ORDERS, "expires")
    found = page_of(request, rows.order_by(*fields).distinct())
    context = {"rows": found, "text": text, "show": show, "order": order, "today": today}
    return render(request, "stock/batches.html", context)
