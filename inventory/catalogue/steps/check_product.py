from accounting.tax.queries import tax_code_ids
from inventory.catalogue.models import Barcode, Category, Variation
from inventory.catalogue.models.codes import CodeKey
from inventory.catalogue.rules.codes import key_of
from inventory.catalogue.rules.products import ProductInput, VariationInput, errors_in
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
    taken = _taken({key for each in product.variations for key in _keys(each)}, product_id)
    for index, variation in enumerate(product.variations):
        if key_of(variation.sku) in taken:
            errors.setdefault(f"variations.{index}.sku", []).append("Another product has this SKU.")
        if taken & {key_of(code) for code in variation.barcodes}:
            errors.setdefault(f"variations.{index}.barcodes", []).append("Another product has this barcode.")
    if errors:
        raise InvalidInput(errors=errors)


def _keys(variation: VariationInput) -> set[str]:
    return {key_of(code) for code in (variation.sku, *variation.barcodes)}


def _taken(keys: set[str], product_id: int | None) -> set[str]:
    """Those that mean something else already, as barcode or as SKU. Two statements."""
    skus = Variation.objects.annotate(key=CodeKey("sku")).filter(key__in=keys).values_list("key", "product_id")
    codes = Barcode.objects.annotate(key=CodeKey("code")).filter(key__in=keys)
    found = [*skus, *codes.values_list("key", "variation__product_id")]
    return {key for key, owner in found if owner != product_id}
