from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from inventory.catalogue.enums import Unit
from inventory.catalogue.models.codes import CodeKey
from kernel.grants import APPENDED, DERIVED, EDITED, LISTED


class Category(models.Model):
    """A node of the category tree."""

    grants = APPENDED

    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    class Meta:
        constraints = [
            models.UniqueConstraint("parent", Lower("name"), name="catalogue_category_name_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="catalogue_category_not_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """What the shop sells, in one or more variations."""

    grants = EDITED

    name = models.CharField(max_length=120)
    category = models.ForeignKey("catalogue.Category", models.PROTECT, null=True, related_name="products")
    description = models.TextField(blank=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="catalogue_product_name")]

    def __str__(self) -> str:
        return self.name


class Variation(models.Model):
    """The thing with a SKU and a price. `price` is in minor units, with or without tax as the business sells."""

    grants = EDITED

    product = models.ForeignKey("catalogue.Product", models.PROTECT, related_name="variations")
    name = models.CharField(max_length=80, blank=True)
    sku = models.CharField(max_length=40)
    price = models.BigIntegerField()
    tax_code = models.ForeignKey("tax.TaxCode", models.PROTECT, related_name="variations")
    unit = models.CharField(max_length=10, default=Unit.PIECE)
    reorder_point = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    reorder_quantity = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    tracks_expiry = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(CodeKey("sku"), name="catalogue_variation_sku_once"),
            models.CheckConstraint(condition=Q(price__gte=0), name="catalogue_variation_price"),
            models.CheckConstraint(condition=Q(unit__in=list(Unit)), name="catalogue_variation_unit"),
            models.CheckConstraint(
                condition=Q(reorder_point__gte=0, reorder_quantity__gte=0), name="catalogue_variation_reorder"
            ),
        ]

    def __str__(self) -> str:
        return self.sku


class Code(models.Model):
    """What was ever given to a thing as SKU or barcode, written as codes are compared. A transaction that writes a
    code waits here for another one that writes the same.
    """

    grants = DERIVED

    text = models.CharField(max_length=48)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text"], name="catalogue_code_text_once")]

    def __str__(self) -> str:
        return self.text


class Barcode(models.Model):
    """A code that a scanner reads for the variation. None is another variation's SKU: see catalogue_code_once."""

    grants = LISTED

    variation = models.ForeignKey("catalogue.Variation", models.CASCADE, related_name="barcodes")
    code = models.CharField(max_length=48)

    class Meta:
        constraints = [models.UniqueConstraint(CodeKey("code"), name="catalogue_barcode_once")]

    def __str__(self) -> str:
        return self.code
