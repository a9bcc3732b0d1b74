from decimal import Decimal
from typing import Any

from rest_framework import serializers

from api.fields import IdField, MoneyField, QuantityField
from inventory.catalogue.enums import Unit
from inventory.catalogue.rules.products import ProductInput, VariationInput


class CategorySerializer(serializers.Serializer[Any]):
    id = IdField(read_only=True)
    name = serializers.CharField(max_length=80)
    parent_id = IdField(required=False, allow_null=True, default=None)


class BarcodesField(serializers.ListField):
    """Codes as strings; the rows behind them when shown."""

    child = serializers.CharField(max_length=48)

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 (DRF's own)
        super().__init__(max_length=20, **kwargs)

    def to_representation(self, data: Any) -> list[str]:  # noqa: ANN401 (a related manager)
        return [barcode.code for barcode in data.all()]


class VariationSerializer(serializers.Serializer[Any]):
    id = IdField(required=False, allow_null=True, default=None)
    sku = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    price = MoneyField()
    tax_code_id = IdField()
    tax_code = serializers.CharField(source="tax_code.code", read_only=True)
    unit = serializers.ChoiceField([unit.value for unit in Unit], required=False, default=Unit.PIECE.value)
    barcodes = BarcodesField(required=False, default=list)
    reorder_point = QuantityField(required=False, default=Decimal(0))
    reorder_quantity = QuantityField(required=False, default=Decimal(0))
    tracks_expiry = serializers.BooleanField(required=False, default=False)


class ProductSerializer(serializers.Serializer[Any]):
    id = IdField(read_only=True)
    name = serializers.CharField(max_length=120)
    category_id = IdField(required=False, allow_null=True, default=None)
    category = serializers.SerializerMethodField()
    description = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    variations = VariationSerializer(many=True)
    on_hand = QuantityField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    archived_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def get_category(self, product: Any) -> str | None:  # noqa: ANN401 (a Product)
        return product.category.name if product.category else None


def product_input(data: dict[str, Any]) -> ProductInput:
    """The checked body as the operation's command."""
    return ProductInput(
        name=data["name"],
        category_id=data["category_id"],
        description=data["description"],
        variations=tuple(
            VariationInput(**{**variation, "barcodes": tuple(variation["barcodes"])})
            for variation in data["variations"]
        ),
    )
