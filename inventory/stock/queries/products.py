from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Prefetch, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from inventory.catalogue.models import Product, Variation
from inventory.stock.models import LocationStock
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission

_QUANTITY = DecimalField(max_digits=14, decimal_places=3)


def products(actor: Actor, *, outlet_ids: list[int]) -> QuerySet[Product]:
    """Products with `on_hand` (at the outlets), category and variations with barcodes: three statements a page."""
    actor.require(Permission.CATALOGUE_PRODUCT_READ)
    on_hand = (
        LocationStock.objects.filter(variation__product=OuterRef("pk"), outlet__in=outlet_ids)
        .order_by()
        .values("variation__product")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    variations = Variation.objects.select_related("tax_code").prefetch_related("barcodes").order_by("pk")
    return (
        Product.objects.annotate(on_hand=Coalesce(Subquery(on_hand), Value(Decimal(0)), output_field=_QUANTITY))
        .select_related("category")
        .prefetch_related(Prefetch("variations", queryset=variations))
    )


def product_for(actor: Actor, product_id: int, *, outlet_ids: list[int]) -> Product:
    """One of products(). NotFound."""
    product = products(actor, outlet_ids=outlet_ids).filter(pk=product_id).first()
    if product is None:
        raise NotFound("There is no such product.")
    return product
