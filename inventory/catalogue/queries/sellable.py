"""What a sale needs to know of the things in it."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from accounting.tax.rules.tax import TaxComponent
from inventory.catalogue.rules.sellable import Sellable

_SELLABLE = """
    SELECT variation.id, variation.sku, product.name, variation.name, coalesce(category.name, ''), variation.price,
           variation.unit, product.archived_at IS NOT NULL, code.code, code.treatment,
           EXISTS (SELECT FROM tax_taxrate AS rate WHERE rate.tax_code_id = code.id),
           (SELECT coalesce(json_agg(json_build_array(rate.component, rate.percent::text, rate.per_unit, rate.above)
                                     ORDER BY rate.above, rate.component), '[]')
              FROM tax_taxrate AS rate WHERE rate.tax_code_id = code.id AND rate.valid @> %(day)s::date)
      FROM catalogue_variation AS variation
      JOIN catalogue_product AS product ON product.id = variation.product_id
      JOIN tax_taxcode AS code ON code.id = variation.tax_code_id
      LEFT JOIN catalogue_category AS category ON category.id = product.category_id
     WHERE variation.id = ANY (%(ids)s)
"""


def sellables(variation_ids: Collection[int], day: date) -> dict[int, Sellable]:
    """By id, those that exist. One statement, however many."""
    with connection.cursor() as cursor:
        cursor.execute(_SELLABLE, {"ids": sorted(set(variation_ids)), "day": day})
        return {row[0]: _sellable(row) for row in cursor.fetchall()}


def _sellable(row: tuple[Any, ...]) -> Sellable:
    variation_id, sku, product, variation, category, price, unit, archived, tax_code, treatment, taxed, rates = row
    components = tuple(
        TaxComponent(name, Decimal(percent), per_unit, above) for name, percent, per_unit, above in rates
    )
    return Sellable(
        variation_id=variation_id,
        sku=sku,
        name=f"{product} {variation}".strip(),
        category_name=category,
        price=price,
        unit=unit,
        archived=archived,
        tax_code=tax_code,
        treatment=treatment,
        components=None if taxed and not components else components,
    )
