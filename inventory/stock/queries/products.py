from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Prefetch, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from company.scope import Scope
from inventory.catalogue.models import Product, Variation
from inventory.stock.models import LocationStock
from kernel.errors import NotFound
from kernel.permissions import Permission

_QUANTITY = DecimalField(max_digits=14, decimal_places=3)


def products(scope: Scope) -> QuerySet[Product]:
    """Products with `on_hand` (at the outlets), category and variations with barcodes: three statements a page."""
    scope.require(Permission.CATALOGUE_PRODUCT_READ)
    on_hand = (
        LocationStock.objects.filter(variation__product=OuterRef("pk"), outlet__in=scope.outlet_ids)
        .order_by()
        .values("variation__product")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    variations = Variation.objects.select_related("tax_code").prefetch_related("barcodes").order_by("pk")
    return (
        Product.objects.annotate(
            on_hand=Coalesce(Subquery(on_hand), Value(Decimal(0)), output_field=_QUANTITY),
            category_name=Coalesce("category__name", Value("")),
        )
        .select_related("category")
        .prefetch_related(Prefetch("variations", queryset=variations))
    )


def product_for(scope: Scope, product_id: int) -> Product:
    """One of products(). NotFound."""
    product = products(scope).filter(pk=product_id).first()
    if product is None:
        raise NotFound("There is no such product.")
    return product
