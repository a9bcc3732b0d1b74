from typing import Any

from rest_framework import serializers

from accounting.ledger.enums import TenderMethod
from api.fields import DocumentIdField, IdField, MomentField, MoneyField, QuantityField
from sales.selling.operations.record_sale import RecordSale
from sales.selling.rules.pricing import CartLine
from sales.selling.rules.tenders import Tender


class CartLineSerializer(serializers.Serializer[Any]):
    variation_id = IdField()
    quantity = QuantityField()
    unit_price = MoneyField(required=False, allow_null=True, default=None, help_text="The list price if left out.")
    discount = MoneyField(required=False, default=0, help_text="For the whole line.")
    price_reason = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=200, help_text="Why it isn't the list price."
    )


class CartSerializer(serializers.Serializer[Any]):
    lines = CartLineSerializer(many=True)
    discount = MoneyField(required=False, default=0, help_text="For the whole cart, shared out over the lines.")
    outlet_id = IdField()


class TenderSerializer(serializers.Serializer[Any]):
    method = serializers.ChoiceField([method.value for method in TenderMethod])
    amount = MoneyField(help_text="What was handed over or charged; cash beyond the total is change.")


class NewSaleSerializer(CartSerializer):
    payments = TenderSerializer(many=True)
    expected_total = MoneyField(
        required=False,
        allow_null=True,
        default=None,
        help_text="What the customer was told. A sale that comes to something else is refused (`total_changed`, 409).",
    )
    sold_at = MomentField(required=False, allow_null=True, default=None, help_text="Now if left out.")
    id = DocumentIdField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The sale's own (UUID of version 4 or 7), if the till has named it. It stands in for the "
        "Idempotency-Key: the same request sent again is answered, not made again.",
    )


class TaxAmountSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    percent = serializers.DecimalField(max_digits=6, decimal_places=3, normalize_output=True)
    amount = MoneyField()


class SaleLineSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    variation_id = IdField()
    sku = serializers.CharField()
    name = serializers.CharField()
    category_name = serializers.CharField(allow_blank=True)
    quantity = QuantityField()
    list_price = MoneyField(help_text="Of one, by the catalogue when it was sold.")
    unit_price = MoneyField()
    discount = MoneyField()
    tax_code = serializers.CharField()
    taxes = TaxAmountSerializer(many=True)
    taxable = MoneyField()
    tax = MoneyField()
    total = MoneyField()


class PaymentSerializer(serializers.Serializer[Any]):
    method = serializers.CharField(source="method.value")
    amount = MoneyField()
    tendered = MoneyField()


class SaleSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField()
    outlet_id = IdField()
    outlet_name = serializers.CharField()
    sold_at = serializers.DateTimeField()
    business_date = serializers.DateField()
    currency = serializers.CharField()
    prices_include_tax = serializers.BooleanField()
    discount = MoneyField()
    taxable = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    change = MoneyField()
    actor_name = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    tax_totals = TaxAmountSerializer(many=True)
    lines = SaleLineSerializer(many=True)
    payments = PaymentSerializer(many=True)


class SaleRowSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField()
    outlet_id = IdField()
    outlet_name = serializers.CharField(source="outlet.name")
    sold_at = serializers.DateTimeField()
    business_date = serializers.DateField()
    discount = MoneyField()
    taxable = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    actor_name = serializers.CharField()
    methods = serializers.SerializerMethodField()

    def get_methods(self, sale: Any) -> list[str]:  # noqa: ANN401 (a Sale)
        return sorted({payment.method for payment in sale.payments.all()})


class QuoteLineSerializer(serializers.Serializer[Any]):
    variation_id = IdField(source="item.variation_id")
    name = serializers.CharField(source="item.name")
    quantity = QuantityField()
    unit_price = MoneyField()
    discount = MoneyField()
    taxes = TaxAmountSerializer(many=True, source="amounts.taxes")
    taxable = MoneyField(source="amounts.taxable")
    tax = MoneyField(source="amounts.tax")
    total = MoneyField(source="amounts.total")


class QuoteSerializer(serializers.Serializer[Any]):
    discount = MoneyField()
    taxable = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    lines = QuoteLineSerializer(many=True)


def cart_lines(data: dict[str, Any]) -> tuple[CartLine, ...]:
    """The checked lines as the operation knows them."""
    return tuple(CartLine(**line) for line in data["lines"])


def sale_command(data: dict[str, Any]) -> RecordSale:
    """The checked body as the operation's command."""
    return RecordSale(
        id=data["id"],
        outlet_id=data["outlet_id"],
        lines=cart_lines(data),
        payments=tuple(Tender(TenderMethod(tender["method"]), tender["amount"]) for tender in data["payments"]),
        discount=data["discount"],
        expected_total=data["expected_total"],
        sold_at=data["sold_at"],
    )
