"""The lists of the stock room, and of products with what is on hand."""

from datetime import date

from django.db.models import Q

from company.scope import Scope
from inventory.catalogue.models import Barcode, Product, Variation
from inventory.catalogue.models.codes import same_code
from inventory.catalogue.queries.matching import matching, products_with, word_matches
from inventory.stock.enums import MovementKind, StockState
from inventory.stock.models import Batch, LocationStock, StockDocument, StockMovement
from inventory.stock.queries.openings import openings
from inventory.stock.queries.products import products
from inventory.stock.queries.stock import batches, movements, stock_levels
from inventory.stock.queries.watch import STATES, in_band
from inventory.stock.rules.expiry import BANDS, BY_KEY
from kernel.filters import Filter, FilterKind, by_choice, by_id, by_uuid, labels
from kernel.listings import Column, Kind, Listing, every_word
from kernel.permissions import Permission

_COST = Permission.CATALOGUE_COST_READ
_NAME = ("variation__product__name", "variation__name")
_OUTLET, _VARIATION = by_id("outlet", "Outlet"), by_id("variation", "Variation")


def _thing(row: LocationStock | Batch | StockMovement) -> str:
    return f"{row.variation.product.name} {row.variation.name}".strip()


def _first(product: Product) -> Variation:
    return product.variations.all()[0]


def _by_sku(sku: str, _today: date) -> Q:
    return products_with(Q(same_code("sku", sku)))


def _by_barcode(code: str, _today: date) -> Q:
    return Q(variations__in=Barcode.objects.filter(same_code("code", code)).values("variation"))


PRODUCTS = Listing[Scope, Product](
    rows=products,
    matches=lambda text: products_with(matching(text)),
    orders={
        "name": ("name",),
        "category": ("category_name", "name"),
        "on_hand": ("on_hand", "name"),
        "created_at": ("created_at",),
    },
    order="name",
    filters=(
        by_id("category", "Category"),
        Filter("archived", "Archived", FilterKind.FLAG, lambda yes, _today: Q(archived_at__isnull=not yes)),
        Filter("sku", "SKU", FilterKind.TEXT, _by_sku),
        Filter("barcode", "Barcode", FilterKind.TEXT, _by_barcode),
    ),
    columns=(
        Column("name", "Product", lambda row: row.name),
        Column("category", "Category", lambda row: row.category_name),
        Column("sku", "SKU", lambda row: _first(row).sku),
        Column("price", "Price", lambda row: _first(row).price, Kind.MONEY),
        Column("on_hand", "On hand", lambda row: row.on_hand, Kind.QUANTITY),
    ),
)

LEVELS = Listing[Scope, LocationStock](
    rows=stock_levels,
    matches=lambda text: matching(text, "variation__"),
    orders={
        "product": (*_NAME, "outlet__name"),
        "sku": ("variation__sku", "outlet__name"),
        "outlet": ("outlet__name", *_NAME),
        "quantity": ("quantity", *_NAME),
        "value": ("value", *_NAME),
    },
    order="product",
    filters=(
        _OUTLET,
        _VARIATION,
        by_choice("state", "State", labels(STATES), lambda state, _today: STATES[StockState(state)]),
    ),
    columns=(
        Column("product", "Product", _thing),
        Column("outlet", "Outlet", lambda row: row.outlet.name),
        Column("quantity", "On hand", lambda row: row.quantity, Kind.QUANTITY),
        Column("reorder_point", "Reorder at", lambda row: row.variation.reorder_point, Kind.QUANTITY),
        Column("value", "Value", lambda row: row.value, Kind.MONEY, _COST),
        Column("state", "Status", lambda row: StockState(row.state).label),
    ),
)

BATCHES = Listing[Scope, Batch](
    rows=batches,
    matches=every_word(lambda word: word_matches(word, "variation__") | Q(number__icontains=word)),
    orders={
        "product": (*_NAME, "last_day"),
        "expires_on": ("last_day", *_NAME),
        "received_at": ("received_at",),
        "quantity": ("quantity", *_NAME),
    },
    order="expires_on",
    filters=(
        _OUTLET,
        _VARIATION,
        by_choice(
            "expiry",
            "Expiry",
            tuple((band.key, band.label) for band in BANDS),
            lambda key, today: in_band(BY_KEY[key], today),
        ),
        Filter("expires_before", "Expires before", FilterKind.DAY, lambda day, _today: Q(expires_on__lt=day)),
    ),
    columns=(
        Column("product", "Product", _thing),
        Column("number", "Batch", lambda row: row.number),
        Column("outlet", "Outlet", lambda row: row.outlet.name),
        Column("expires_on", "Expires", lambda row: row.expires_on, Kind.DAY),
        Column("quantity", "Left", lambda row: row.quantity, Kind.QUANTITY),
        Column("unit_cost", "Unit cost", lambda row: row.unit_cost, Kind.MONEY, _COST),
        Column("value", "Value", lambda row: row.value, Kind.MONEY, _COST),
    ),
)

OPENINGS = Listing[Scope, StockDocument](
    rows=openings,
    matches=every_word(lambda word: Q(number__icontains=word) | Q(outlet__name__icontains=word)),
    orders={"date": ("date", "pk"), "value": ("value", "pk")},
    order="-date",
    filters=(
        _OUTLET,
        Filter("reversed", "Reversed", FilterKind.FLAG, lambda yes, _today: Q(is_reversed=yes)),
    ),
    columns=(
        Column("date", "Day", lambda row: row.date, Kind.DAY),
        Column("number", "Number", lambda row: row.number),
        Column("outlet", "Outlet", lambda row: row.outlet.name),
        Column("lines", "Batches", lambda row: row.lines, Kind.QUANTITY),
        Column("value", "Value", lambda row: row.value, Kind.MONEY),
        Column("state", "Status", lambda row: "Reversed" if row.is_reversed else "Recorded"),
    ),
)

MOVEMENTS = Listing[Scope, StockMovement](
    rows=movements,
    matches=lambda text: matching(text, "variation__"),
    orders={"at": ("at",)},
    order="-at",
    filters=(
        _OUTLET,
        _VARIATION,
        by_choice("kind", "Kind", labels(MovementKind)),
        by_uuid("source_id", "Document"),
    ),
    columns=(
        Column("at", "When", lambda row: row.at, Kind.MOMENT),
        Column("kind", "Kind", lambda row: MovementKind(row.kind).label),
        Column("product", "Product", _thing),
        Column("batch", "Batch", lambda row: row.batch.number),
        Column("outlet", "Outlet", lambda row: row.outlet.name),
        Column("quantity", "Quantity", lambda row: row.quantity, Kind.QUANTITY),
        Column("value", "Value", lambda row: row.value, Kind.MONEY, _COST),
        Column("actor", "By", lambda row: row.actor.name),
    ),
)
