from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import IdField
from kernel.money import to_string


@extend_schema_field({"type": "string", "nullable": True, "example": "999.00"})
class PlatformMoneyField(serializers.Field[int, int, "str | None", Any]):
    """What the business pays us: in the row's own currency, not in the business's."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 (DRF's own)
        self.amount = ""
        super().__init__(read_only=True, source="*", **kwargs)

    def bind(self, field_name: str, parent: Any) -> None:  # noqa: ANN401 (DRF's own)
        self.amount = field_name
        super().bind(field_name, parent)

    def to_representation(self, value: Any) -> str | None:  # noqa: ANN401 (a row)
        amount = getattr(value, self.amount)
        return None if amount is None else to_string(amount, value.currency)


class PriceSerializer(serializers.Serializer[Any]):
    id = IdField()
    currency = serializers.CharField()
    interval = serializers.ChoiceField(["month", "year"])
    amount = PlatformMoneyField()


class PlanSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    limits = serializers.DictField(child=serializers.IntegerField(allow_null=True), help_text="null is no limit.")
    features = serializers.ListField(child=serializers.CharField())
    prices = PriceSerializer(many=True, help_text="None for a plan that is free.")


class SubscriptionSerializer(serializers.Serializer[Any]):
    plan = serializers.CharField(source="plan_code")
    status = serializers.CharField()
    price_id = IdField(allow_null=True)
    amount = PlatformMoneyField()
    currency = serializers.CharField(allow_blank=True)
    interval = serializers.CharField(allow_blank=True)
    trial_ends_at = serializers.DateTimeField(allow_null=True)
    period_start = serializers.DateTimeField(allow_null=True)
    period_end = serializers.DateTimeField(allow_null=True)
    cancel_at_period_end = serializers.BooleanField()
    next_plan = serializers.CharField(allow_blank=True, help_text="What follows at the period's end, if anything else.")
    coupon = serializers.CharField(allow_blank=True)


class UsageSerializer(serializers.Serializer[Any]):
    meter = serializers.CharField()
    used = serializers.IntegerField()
    limit = serializers.IntegerField(allow_null=True)
    percent = serializers.IntegerField()
    lifted_by = serializers.CharField(allow_blank=True, help_text="The cheapest plan that allows more.")


class PriceChoiceSerializer(serializers.Serializer[Any]):
    price_id = IdField()


class ChangeSerializer(PriceChoiceSerializer):
    prorated_at = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=0,
        max_value=99_999_999_999,
        help_text="As the preview said.",
    )


class FreePlanSerializer(serializers.Serializer[Any]):
    plan = serializers.SlugField(max_length=30)


class PromotionCodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=100)


class AddressSerializer(serializers.Serializer[Any]):
    url = serializers.URLField(help_text="Stripe's page; send the owner's browser there.")


class PreviewLineSerializer(serializers.Serializer[Any]):
    description = serializers.CharField()
    amount = serializers.CharField()


class PlannedChangeSerializer(serializers.Serializer[Any]):
    at_once = serializers.BooleanField()
    takes_effect_at = serializers.DateTimeField(allow_null=True)
    currency = serializers.CharField()
    due_now = serializers.CharField()
    prorated_at = serializers.IntegerField(allow_null=True)
    lines = PreviewLineSerializer(many=True)


class InvoiceSerializer(serializers.Serializer[Any]):
    id = IdField()
    number = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    currency = serializers.CharField()
    total = PlatformMoneyField()
    tax = PlatformMoneyField()
    amount_paid = PlatformMoneyField()
    amount_due = PlatformMoneyField()
    issued_at = serializers.DateTimeField()
    period_start = serializers.DateTimeField()
    period_end = serializers.DateTimeField()
    page_url = serializers.CharField(allow_blank=True)
    pdf_url = serializers.CharField(allow_blank=True)
