from typing import Any

from rest_framework import serializers

from api.fields import IdField, MomentField, MoneyField, QuantityField
from inventory.stock.operations.record_opening_stock import OpeningLine, RecordOpeningStock


class StockLevelSerializer(serializers.Serializer[Any]):
    variation_id = IdField()
    sku = serializers.CharField(source="variation.sku")
    product_id = IdField(source="variation.product_id")
    product_name = serializers.CharField(source="variation.product.name")
    variation_name = serializers.CharField(source="variation.name", allow_blank=True)
    outlet_id = IdField()
    outlet_name = serializers.CharField(source="outlet.name")
    quantity = QuantityField()
    reorder_point = QuantityField(source="variation.reorder_point")
    value = MoneyField(required=False)


class BatchSerializer(serializers.Serializer[Any]):
    id = IdField()
    number = serializers.CharField(allow_blank=True)
    variation_id = IdField()
    sku = serializers.CharField(source="variation.sku")
    product_name = serializers.CharField(source="variation.product.name")
    outlet_id = IdField()
    outlet_name = serializers.CharField(source="outlet.name")
    expires_on = serializers.DateField(allow_null=True)
    received_at = serializers.DateTimeField()
    quantity = QuantityField()
    unit_cost = MoneyField(required=False)
    value = MoneyField(required=False)


class MovementSerializer(serializers.Serializer[Any]):
    id = IdField()
    kind = serializers.CharField()
    batch_id = IdField()
    variation_id = IdField()
    sku = serializers.CharField(source="variation.sku")
    product_name = serializers.CharField(source="variation.product.name")
    outlet_id = IdField()
    outlet_name = serializers.CharField(source="outlet.name")
    quantity = QuantityField()
    value = MoneyField(required=False)
    source_type = serializers.CharField()
    source_id = serializers.UUIDField()
    reason = serializers.CharField(allow_blank=True)
    actor_name = serializers.CharField(source="actor.name", allow_blank=True)
    at = serializers.DateTimeField()


class OpeningLineSerializer(serializers.Serializer[Any]):
    variation_id = IdField()
    quantity = QuantityField()
    unit_cost = MoneyField()
    batch_number = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    expires_on = serializers.DateField(required=False, allow_null=True, default=None)


class OpeningStockSerializer(serializers.Serializer[Any]):
    outlet_id = IdField()
    lines = OpeningLineSerializer(many=True)
    received_at = MomentField(required=False, allow_null=True, default=None, help_text="Now if left out.")


class OpeningStockRowSerializer(serializers.Serializer[Any]):
    """An opening stock as it was recorded; `number` is empty for goods worth nothing."""

    id = serializers.UUIDField(source="source_id")
    number = serializers.CharField(allow_blank=True)
    outlet_id = IdField()
    outlet_name = serializers.CharField(source="outlet.name")
    date = serializers.DateField()
    value = MoneyField()
    lines = serializers.IntegerField()
    is_reversed = serializers.BooleanField()


class OpeningStockDoneSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField()
    outlet_id = IdField()
    received_at = serializers.DateTimeField()
    value = MoneyField()
    lines = serializers.IntegerField()


def opening_stock_command(data: dict[str, Any]) -> RecordOpeningStock:
    """The checked body as the operation's command."""
    return RecordOpeningStock(
        data["outlet_id"], tuple(OpeningLine(**line) for line in data["lines"]), data["received_at"]
    )
