from django.db.models import QuerySet

from inventory.catalogue.models import Category, Product, Variation
from inventory.catalogue.rules.products import ProductInput, VariationInput
from kernel.actors import Actor
from kernel.permissions import Permission


def products_on_offer() -> QuerySet[Product]:
    """Those not archived: what a plan counts."""
    return Product.objects.filter(archived_at=None)


def categories(actor: Actor) -> QuerySet[Category]:
    """All nodes of the category tree, by name."""
    actor.require(Permission.CATALOGUE_PRODUCT_READ)
    return Category.objects.order_by("name", "pk")


def product_as_it_is(product: Product) -> ProductInput:
    """What would change nothing of the product: its version is this one's. Fetch variations and barcodes with it."""
    return ProductInput(
        name=product.name,
        category_id=product.category_id,
        description=product.description,
        variations=tuple(_as_it_is(row) for row in sorted(product.variations.all(), key=lambda row: row.pk)),
    )


def _as_it_is(row: Variation) -> VariationInput:
    return VariationInput(
        id=row.pk,
        sku=row.sku,
        name=row.name,
        price=row.price,
        tax_code_id=row.tax_code_id,
        unit=row.unit,
        barcodes=tuple(barcode.code for barcode in sorted(row.barcodes.all(), key=lambda each: each.pk)),
        reorder_point=row.reorder_point,
        reorder_quantity=row.reorder_quantity,
        tracks_expiry=row.tracks_expiry,
    )
