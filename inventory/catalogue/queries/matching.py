from django.db.models import Q, QuerySet

from inventory.catalogue.models import Variation
from kernel.search import words


def matching(variations: QuerySet[Variation], text: str) -> QuerySet[Variation]:
    """Those that match every word of the text by name or SKU, or are the ones that a barcode means; by name."""
    for word in words(text):
        variations = variations.filter(
            Q(product__name__icontains=word) | Q(name__icontains=word) | Q(sku__icontains=word) | Q(barcodes__code=word)
        )
    return variations.order_by("product__name", "name", "pk").distinct()
