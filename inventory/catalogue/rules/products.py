"""When a product and its variations are acceptable. Pure; what must be unique is asked of the database."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory.catalogue.enums import Unit
from inventory.catalogue.rules.codes import is_misread, key_of
from kernel.money import MAX_MINOR
from kernel.quantities import is_storable

MAX_VARIATIONS = 100


@dataclass(frozen=True, slots=True)
class VariationInput:
    """`id` None is a new variation; `price` in minor units, with or without tax as the business sells."""

    sku: str
    price: int
    tax_code_id: int
    name: str = ""
    unit: str = Unit.PIECE
    barcodes: tuple[str, ...] = ()
    reorder_point: Decimal = Decimal(0)
    reorder_quantity: Decimal = Decimal(0)
    tracks_expiry: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ProductInput:
    """A product with all its variations."""

    name: str
    variations: tuple[VariationInput, ...]
    category_id: int | None = None
    description: str = ""


def errors_in(
    product: ProductInput, *, tax_code_ids: Collection[int], variation_ids: Collection[int]
) -> dict[str, list[str]]:
    """Everything that is wrong with the values, by field. `variation_ids` are those the product has already."""
    errors: dict[str, list[str]] = {}
    if not 1 <= len(product.name.strip()) <= 120:
        errors["name"] = ["Between 1 and 120 characters, please."]
    if len(product.description) > 10_000:
        errors["description"] = ["At most 10,000 characters, please."]
    if not 1 <= len(product.variations) <= MAX_VARIATIONS:
        errors["variations"] = [f"Between 1 and {MAX_VARIATIONS} variations, please."]
    for index, variation in enumerate(product.variations):
        for field, message in _variation_errors(variation, tax_code_ids):
            errors.setdefault(f"variations.{index}.{field}", []).append(message)
        if variation.id is not None and variation.id not in variation_ids:
            errors.setdefault(f"variations.{index}.id", []).append("The product has no such variation.")
    for index, field in _repeated(product.variations):
        errors.setdefault(f"variations.{index}.{field}", []).append("This comes twice.")
    return errors


def _variation_errors(variation: VariationInput, tax_code_ids: Collection[int]) -> list[tuple[str, str]]:
    found = []
    if not re.fullmatch(r"\S(.{0,38}\S)?", variation.sku):
        found.append(("sku", "Between 1 and 40 characters, without spaces around, please."))
    if len(variation.name) > 80:
        found.append(("name", "At most 80 characters, please."))
    if not 0 <= variation.price <= MAX_MINOR:
        found.append(("price", "Not negative, and not that much, please."))
    if variation.tax_code_id not in tax_code_ids:
        found.append(("tax_code_id", "There is no such tax code."))
    if variation.unit not in list(Unit):
        found.append(("unit", "There is no such unit."))
    for field, quantity in (
        ("reorder_point", variation.reorder_point),
        ("reorder_quantity", variation.reorder_quantity),
    ):
        if not (is_storable(quantity) and quantity >= 0):
            found.append((field, "Not negative, with at most three decimals, please."))
    if any(not re.fullmatch(r"[\x21-\x7e]{1,48}", code) for code in variation.barcodes):
        found.append(("barcodes", "1 to 48 letters, digits and signs each, please."))
    found += [
        ("barcodes", f"The last digit of {code} doesn't fit the others: scan it again.")
        for code in variation.barcodes
        if is_misread(code)
    ]
    return found


def _repeated(variations: Sequence[VariationInput]) -> list[tuple[int, str]]:
    """Where a code comes that means another variation already, or an id that another row has."""
    found: list[tuple[int, str]] = []
    skus: dict[str, int] = {}
    codes: dict[str, int] = {}
    ids: set[int] = set()
    for index, variation in enumerate(variations):
        sku, keys = key_of(variation.sku), [key_of(code) for code in variation.barcodes]
        if sku in skus or codes.get(sku, index) != index:
            found.append((index, "sku"))
        if len(set(keys)) < len(keys) or any(key in codes or skus.get(key, index) != index for key in keys):
            found.append((index, "barcodes"))
        if variation.id is not None:
            if variation.id in ids:
                found.append((index, "id"))
            ids.add(variation.id)
        skus.setdefault(sku, index)
        for key in keys:
            codes.setdefault(key, index)
    return found
