from django.db.models.functions import Lower

from accounting.tax.queries import tax_code_ids
from inventory.catalogue.models import Barcode, Category, Variation
from inventory.catalogue.rules.products import ProductInput, errors_in
from kernel.errors import InvalidInput
from kernel.transactions import require_transaction


def check_product(product: ProductInput, *, product_id: int | None = None) -> None:
    """InvalidInput with every wrong field: values, unknown category, SKUs and barcodes that others have.

    Five statements at most, however many variations. `product_id` is the product itself when it is being changed.
    """
    require_transaction()
    own = set(Variation.objects.filter(product_id=product_id).values_list("pk", flat=True)) if product_id else set()
    errors = errors_in(product, tax_code_ids=tax_code_ids(), variation_ids=own)
    if product.category_id is not None and not Category.objects.filter(pk=product.category_id).exists():
        errors["category_id"] = ["There is no such category."]
    skus = {variation.sku.lower() for variation in product.variations}
    codes = {code for variation in product.variations for code in variation.barcodes}
    others = Variation.objects.exclude(product_id=product_id) if product_id else Variation.objects.all()
    taken_skus = set(others.alias(lower=Lower("sku")).filter(lower__in=skus).values_list(Lower("sku"), flat=True))
    taken = Barcode.objects.filter(code__in=codes)
    taken_codes = set(
        (taken.exclude(variation__product_id=product_id) if product_id else taken).values_list("code", flat=True)
    )
    for index, variation in enumerate(product.variations):
        if variation.sku.lower() in taken_skus:
            errors.setdefault(f"variations.{index}.sku", []).append("Another product has this SKU.")
        if taken_codes & set(variation.barcodes):
            errors.setdefault(f"variations.{index}.barcodes", []).append("Another product has this barcode.")
    if errors:
        raise InvalidInput(errors=errors)
