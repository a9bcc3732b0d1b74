"""Finding variations by what people type or scan, wherever they work."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from inventory.catalogue.models import Variation
from inventory.catalogue.queries.matching import matching, variation_id_of
from kernel.actors import Actor
from kernel.permissions import Permission

BY_NAME = ("product__name", "name", "pk")


@dataclass(frozen=True, slots=True)
class VariationName:
    """What a variation is called, and what its batches need."""

    id: int
    product_id: int
    sku: str
    name: str
    unit: str
    tracks_expiry: bool


def find_variations(actor: Actor, text: str, *, limit: int = 8) -> list[VariationName]:
    """Those on the shelf that match every word of the text; a barcode or SKU finds its own. One statement."""
    return [_name(row) for row in _shelved(actor).filter(matching(text)).order_by(*BY_NAME)[:limit]]


def variation_scanned(actor: Actor, code: str) -> VariationName | None:
    """The one that a scanned code means, if any. Three statements at most."""
    rows, found = _shelved(actor), variation_id_of(code)
    row = rows.filter(pk=found).first() if found else None
    return _name(row) if row else None


def variations_of(actor: Actor, product_id: int) -> list[VariationName]:
    """A product's. One statement."""
    return [_name(row) for row in _shelved(actor).filter(product=product_id).order_by("pk")]


def variation_names(actor: Actor, ids: Collection[int]) -> dict[int, VariationName]:
    """By id, those that exist. One statement."""
    return {row.pk: _name(row) for row in _shelved(actor).filter(pk__in=ids)}


def _shelved(actor: Actor) -> QuerySet[Variation]:
    actor.require(Permission.CATALOGUE_PRODUCT_READ)
    return Variation.objects.filter(product__archived_at__isnull=True).select_related("product")


def _name(row: Variation) -> VariationName:
    return VariationName(
        row.pk, row.product_id, row.sku, f"{row.product.name} {row.name}".strip(), row.unit, row.tracks_expiry
    )
