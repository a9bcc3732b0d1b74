"""The catalogue: list, one product, archive with undo."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from company.scope import Scope
from inventory.catalogue.operations.archive_product import archive_product
from inventory.catalogue.queries import categories
from inventory.catalogue.queries.lookup import variation_scanned
from inventory.catalogue.queries.matching import variation_id_of
from inventory.stock.queries import batches, product_for, products, stock_levels
from inventory.stock.queries.listings import PRODUCTS
from kernel.listings import SEARCH
from kernel.permissions import Permission
from web.access import PageRequest, page
from web.listing import shown_list
from web.once import Done, press_once
from web.shell import shell_of


@page(Permission.CATALOGUE_PRODUCT_READ)
def listing(request: PageRequest) -> HttpResponse:
    """What is on the shelf, or (`archived=true`) what was taken off. A scanned code opens its product."""
    shell = shell_of(request)
    if product_id := _scanned(shell.scope, request.GET.get(SEARCH, "").strip()):
        return redirect("product_detail", product_id)
    shown = shown_list(
        request,
        PRODUCTS,
        shell.scope,
        name="Products",
        today=shell.today(timezone.now()),
        controls={"category": "All categories", "archived": "On the shelf"},
        choices={
            "category": [(str(each.pk), each.name) for each in categories(request.user)],
            "archived": [("true", "Archived")],
        },
        only=lambda rows: rows if request.GET.get("archived") == "true" else rows.filter(archived_at=None),
    )
    return render(request, "products/list.html", {"list": shown})


def _scanned(scope: Scope, text: str) -> int | None:
    """The one product that a code names."""
    if not text or " " in text:
        return None
    return products(scope).filter(variations=variation_id_of(text)).values_list("pk", flat=True).first()


@page(Permission.CATALOGUE_PRODUCT_READ)
def scan(request: PageRequest) -> HttpResponse:
    """What `?code=` means, exactly: `found` is a thing on the shelf, or null."""
    thing = variation_scanned(request.user, request.GET.get("code", "").strip())
    if thing is None:
        return JsonResponse({"found": None})
    url = reverse("product_detail", args=[thing.product_id])
    return JsonResponse({"found": {"id": thing.id, "sku": thing.sku, "name": thing.name, "url": url}})


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
    return press_once(
        request,
        lambda: archive_product(actor=request.user, product_id=product_id, archived=True, now=timezone.now()),
        lambda _: Done(reverse("product_list"), "Archived.", undo=reverse("product_restore", args=[product_id])),
        back="product_list",
    )


@page(Permission.CATALOGUE_PRODUCT_WRITE, methods=("POST",))
def restore(request: PageRequest, product_id: int) -> HttpResponse:
    """Undo archiving."""
    return press_once(
        request,
        lambda: archive_product(actor=request.user, product_id=product_id, archived=False, now=timezone.now()),
        lambda _: Done(reverse("product_detail", args=[product_id]), "Back on the shelf."),
        back="product_list",
    )
