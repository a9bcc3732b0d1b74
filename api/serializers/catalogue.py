from dataclasses import replace
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from api.fields import IdField, MoneyField, QuantityField
from inventory.catalogue.enums import Unit
from inventory.catalogue.rules.products import ProductInput, VariationInput
from kernel.errors import InvalidInput


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


class WholeVariationSerializer(VariationSerializer):
    """Nothing is left out, so that nothing is reset by leaving it out."""

    name = serializers.CharField(max_length=80, allow_blank=True)
    unit = serializers.ChoiceField([unit.value for unit in Unit])
    barcodes = BarcodesField()
    reorder_point = QuantityField()
    reorder_quantity = QuantityField()
    tracks_expiry = serializers.BooleanField()


class WholeProductSerializer(ProductSerializer):
    """Nothing is left out, so that nothing is reset by leaving it out."""

    category_id = IdField(allow_null=True)
    description = serializers.CharField(max_length=10_000, allow_blank=True)
    variations = WholeVariationSerializer(many=True)


class VariationChangesSerializer(VariationSerializer):
    """Of the variation with this `id`, what changes; without an `id` another one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (DRF's own)
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.read_only:
                field.required, field.default = False, serializers.empty


class ProductChangesSerializer(serializers.Serializer[Any]):
    """What changes of a product."""

    name = serializers.CharField(max_length=120, required=False)
    category_id = IdField(required=False, allow_null=True)
    description = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    variations = VariationChangesSerializer(many=True, required=False)


def with_changes(product: ProductInput, changes: dict[str, Any]) -> ProductInput:
    """The product as it will be. InvalidInput for another variation without what it needs."""
    variations = {each.id: each for each in product.variations}
    added = []
    for index, change in enumerate(changes.pop("variations", ())):
        values = {**change, **({"barcodes": tuple(change["barcodes"])} if "barcodes" in change else {})}
        if change.get("id") in variations and change.get("id") is not None:
            variations[change["id"]] = replace(variations[change["id"]], **values)
            continue
        if missing := {"sku", "price", "tax_code_id"} - values.keys():
            needed = {f"variations.{index}.{field}": ["This field is required."] for field in missing}
            raise InvalidInput(errors=needed)
        added.append(VariationInput(**values))
    return replace(product, **changes, variations=(*variations.values(), *added))


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
