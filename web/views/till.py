"""The till: its page and what is on its tiles. Quotes and sales go through the API, as an offline till's do."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounting.ledger.enums import TenderMethod
from company.scope import Scope
from inventory.catalogue.queries import categories
from inventory.stock.queries import TillItem, till_item_by_code, till_items
from kernel.money import decimals_of
from kernel.permissions import Permission
from web.access import PageRequest, page
from web.listing import whole_number
from web.shell import OUTLET_KEY, shell_of

TILES = 60
MAX_PAGE = 10_000


@page(Permission.SALES_SALE_RECORD)
def till_page(request: PageRequest) -> HttpResponse:
    """The till of the chosen outlet; who works at several and chose none is asked first."""
    shell = shell_of(request)
    asked = whole_number(request.GET.get("outlet"))
    if asked is not None:
        request.session[OUTLET_KEY] = shell.everywhere.outlet(asked).id
        return redirect("till")
    outlet = shell.outlet or (shell.outlets[0] if len(shell.outlets) == 1 else None)
    if outlet is None:
        return render(request, "till/choose_outlet.html", {"outlets": shell.outlets})
    items = till_items(shell.everywhere, outlet_id=outlet.id, now=timezone.now(), rows=slice(TILES + 1))
    kinds = categories(request.user).filter(products__archived_at__isnull=True, products__isnull=False).distinct()
    get_token(request)  # its cookie, which the scripts read at each request
    setup = {
        "outlet": outlet.id,
        "locale": shell.business.locale.replace("_", "-"),
        "currency": shell.business.currency,
        "items": [_tile(item) for item in items[:TILES]],
        "more": len(items) > TILES,
        "categories": [{"id": kind.pk, "name": kind.name} for kind in kinds],
        "methods": [{"value": method.value, "label": method.label} for method in TenderMethod],
        "urls": {
            "catalogue": reverse("till_tiles", args=[outlet.id]),
            "quote": reverse("api:quote"),
            "sale": reverse("api:sales"),
            "receipt": reverse("receipt", args=[UUID(int=0)]),
        },
        "person": request.user.pk,
        **_believable(shell.business.currency),
        "mayDiscount": request.user.may(Permission.SALES_DISCOUNT_GIVE),
    }
    return render(request, "till/till.html", {"setup": setup, "outlet": outlet, "business": shell.business})


@page(Permission.SALES_SALE_RECORD)
def tiles(request: PageRequest, outlet_id: int) -> HttpResponse:
    """Tiles as JSON: `?q=`, `?category=` and `?page=` of a search, or the one thing that `?code=` means."""
    scope = shell_of(request).everywhere
    code = request.GET.get("code", "").strip()
    found, more = (_scanned(scope, outlet_id, code), False) if code else _searched(request, scope, outlet_id)
    return JsonResponse({"items": [_tile(item) for item in found], "more": more})


def _believable(currency: str) -> dict[str, Any]:
    """Notes in minor units, and from where on a quantity or the change is asked about."""
    unit = 10 ** decimals_of(currency)
    notes = [note * unit for note in settings.NOTES.get(currency, ())]
    change = max(notes, default=settings.BELIEVABLE_CHANGE * unit)
    return {"notes": notes, "believable": {"quantity": settings.BELIEVABLE_QUANTITY, "change": change}}


def _scanned(scope: Scope, outlet_id: int, code: str) -> list[TillItem]:
    item = till_item_by_code(scope, outlet_id=outlet_id, now=timezone.now(), code=code)
    return [item] if item else []


def _searched(request: PageRequest, scope: Scope, outlet_id: int) -> tuple[list[TillItem], bool]:
    first = TILES * (min(max(whole_number(request.GET.get("page")) or 1, 1), MAX_PAGE) - 1)
    items = till_items(
        scope,
        outlet_id=outlet_id,
        now=timezone.now(),
        search=request.GET.get("q", ""),
        category_id=whole_number(request.GET.get("category")),
        rows=slice(first, first + TILES + 1),
    )
    return items[:TILES], len(items) > TILES


def _tile(item: TillItem) -> dict[str, Any]:
    return {
        "id": item.variation_id,
        "sku": item.sku,
        "name": item.name,
        "price": item.price,
        "unit": item.unit,
        "codes": item.barcodes,
        "onHand": str(item.available),
        "expired": item.expired,
    }
