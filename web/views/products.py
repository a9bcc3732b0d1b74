"""The catalogue: list, one product, archive with undo."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from inventory.catalogue.operations.archive_product import archive_product
from inventory.catalogue.queries import categories
from inventory.stock.queries import batches, product_for, products, stock_levels
from kernel.permissions import Permission
from web.access import PageRequest, page
from web.listing import order_of, page_of, searched, whole_number
from web.shell import shell_of

ORDERS = {"name": ("name",), "on_hand": ("on_hand", "name"), "category": ("category__name", "name")}


def _matches(word: str) -> Q:
    return Q(name__icontains=word) | Q(variations__sku__icontains=word) | Q(variations__barcodes__code=word)


@page(Permission.CATALOGUE_PRODUCT_READ)
def listing(request: PageRequest) -> HttpResponse:
    """Search, category, archived or not, order and page are in the URL. A scanned code opens its product."""
    shell = shell_of(request)
    text = request.GET.get("q", "").strip()
    everything = products(shell.scope)
    if text and " " not in text:
        exact = everything.filter(Q(variations__barcodes__code=text) | Q(variations__sku__iexact=text))
        scanned = list(exact.distinct().values_list("pk", flat=True)[:2])
        if len(scanned) == 1:
            return redirect("product_detail", scanned[0])
    archived = request.GET.get("show") == "archived"
    rows = searched(everything.filter(archived_at__isnull=not archived), text, _matches)
    category = whole_number(request.GET.get("category"))
    if category is not None:
        rows = rows.filter(category_id=category)
    order, fields = order_of(request, ORDERS, "name")
    return render(
        request,
        "products/list.html",
        {
            "rows": page_of(request, rows.order_by(*fields).distinct()),
            "text": text,
            "order": order,
            "archived": archived,
            "category": category,
            "categories": categories(request.user),
        },
    )


@page(Permission.CATALOGUE_PRODUCT_READ)
def detail(request: PageRequest, product_id: int) -> HttpResponse:
    """A product, its variations, where it lies and in which batches."""
    shell = shell_of(request)
    product = product_for(shell.scope, product_id)
    levels = stock_levels(shell.everywhere).filter(variation__product=product_id)
    lots = batches(shell.everywhere).filter(variation__product=product_id)
    return render(
        request,
        "products/detail.html",
        {
            "product": product,
            "levels": levels.order_by("outlet__name", "variation"),
            "lots": lots.order_by("expires_on", "received_at", "pk"),
            "today": shell.today(timezone.now()),
        },
    )


@page(Permission.CATALOGUE_PRODUCT_WRITE, methods=("POST",))
def archive(request: PageRequest, product_id: int) -> HttpResponse:
    """Take it off the shelf; the toast undoes it."""
    archive_product(actor=request.user, product_id=product_id, archived=True, now=timezone.now())
    messages.success(request, "Archived.", extra_tags=reverse("product_restore", args=[product_id]))
    return redirect("product_list")


@page(Permission.CATALOGUE_PRODUCT_WRITE, methods=("POST",))
def restore(request: PageRequest, product_id: int) -> HttpResponse:
    """Undo archiving."""
    archive_product(actor=request.user, product_id=product_id, archived=False, now=timezone.now())
    messages.success(request, "Back on the shelf.")
    return redirect("product_detail", product_id)
