from dataclasses import asdict
from typing import Any

from inventory.catalogue.models import Barcode, Variation
from inventory.catalogue.rules.products import VariationInput
from kernel.transactions import require_transaction


def write_variations(product_id: int, inputs: tuple[VariationInput, ...]) -> list[Variation]:
    """Insert the new variations, update the others, and set all barcodes: four statements at most."""
    require_transaction()
    rows = [Variation(pk=each.id, product_id=product_id, **_columns(each)) for each in inputs]
    Variation.objects.bulk_create([row for row, each in zip(rows, inputs, strict=True) if each.id is None])
    known = [row for row, each in zip(rows, inputs, strict=True) if each.id is not None]
    if known:
        Variation.objects.bulk_update(known, list(_columns(inputs[0])))
        Barcode.objects.filter(variation__in=known).delete()
    Barcode.objects.bulk_create(
        Barcode(variation=row, code=code) for row, each in zip(rows, inputs, strict=True) for code in each.barcodes
    )
    return rows


def _columns(variation: VariationInput) -> dict[str, Any]:
    columns = asdict(variation)
    del columns["id"], columns["barcodes"]
    return columns
