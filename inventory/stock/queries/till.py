from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from company.queries import OutletInfo
from company.scope import Scope
from inventory.catalogue.models import Barcode, Variation
from inventory.catalogue.queries.lookup import BY_NAME
from inventory.catalogue.queries.matching import matching, variation_id_of
from inventory.stock.models import Batch
from inventory.stock.rules.picking import is_sellable
from kernel.permissions import Permission


@dataclass(frozen=True, slots=True)
class TillItem:
    """A tile: `available` is what may be sold today, `expired` says that more is there, past its date; price in minor
    units.
    """

    variation_id: int
    sku: str
    name: str
    category_id: int | None
    price: int
    unit: str
    barcodes: tuple[str, ...]
    available: Decimal
    expired: bool


def till_items(
    scope: Scope, *, outlet_id: int, now: datetime, search: str = "", category_id: int | None = None, rows: slice
) -> list[TillItem]:
    """The rows of what the outlet's till shows: by name, found by words of the name, SKU or barcode. Three statements.

    NotFound for an outlet out of view.
    """
    outlet = scope.outlet(outlet_id)
    found = _sold(scope).filter(matching(search)).order_by(*BY_NAME)
    if category_id is not None:
        found = found.filter(product__category_id=category_id)
    return _items(found[rows], outlet, now)


def till_item_by_code(scope: Scope, *, outlet_id: int, now: datetime, code: str) -> TillItem | None:
    """What a scan means, if it is on offer. Five statements at most. NotFound as above."""
    outlet = scope.outlet(outlet_id)
    rows, found = _sold(scope), variation_id_of(code)
    return next(iter(_items(rows.filter(pk=found), outlet, now)), None) if found else None


def _sold(scope: Scope) -> QuerySet[Variation]:
    scope.require(Permission.SALES_SALE_RECORD)
    return Variation.objects.filter(product__archived_at__isnull=True).select_related("product")


def _items(variations: Iterable[Variation], outlet: OutletInfo, now: datetime) -> list[TillItem]:
    day = outlet.day_of(now)
    rows = list(variations)
    found = {row.pk: row for row in rows}
    available: dict[int, Decimal] = dict.fromkeys(found, Decimal(0))
    expired: set[int] = set()
    codes: dict[int, list[str]] = {pk: [] for pk in found}
    for variation_id, expires_on, quantity in (
        Batch.objects.filter(outlet_id=outlet.id, in_stock=True, variation__in=found)
        .values_list("variation_id", "expires_on")
        .annotate(total=Coalesce(Sum("quantity"), Decimal(0)))
    ):
        if is_sellable(expires_on, day):
            available[variation_id] += quantity
        elif quantity:
            expired.add(variation_id)
    for variation_id, code in Barcode.objects.filter(variation__in=found).values_list("variation_id", "code"):
        codes[variation_id].append(code)
    return [
        TillItem(
            row.pk,
            row.sku,
            f"{row.product.name} {row.name}".strip(),
            row.product.category_id,
            row.price,
            row.unit,
            tuple(codes[row.pk]),
            available[row.pk],
            row.pk in expired,
        )
        for row in rows
    ]
