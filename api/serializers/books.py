from typing import Any

from rest_framework import serializers

from api.fields import IdField, MoneyField


class AccountSerializer(serializers.Serializer[Any]):
    id = IdField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    role = serializers.CharField(allow_null=True)


class PeriodSerializer(serializers.Serializer[Any]):
    id = IdField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    fiscal_year = serializers.CharField()
    is_open = serializers.BooleanField()


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class TrialBalanceRowSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    debit = MoneyField()
    credit = MoneyField()


class TrialBalanceSerializer(serializers.Serializer[Any]):
    as_of = serializers.DateField()
    rows = TrialBalanceRowSerializer(many=True)
    total_debit = MoneyField()
    total_credit = MoneyField()


class JournalLineSerializer(serializers.Serializer[Any]):
    account_code = serializers.CharField(source="account.code")
    account_name = serializers.CharField(source="account.name")
    outlet_id = IdField()
    debit = MoneyField()
    credit = MoneyField()


class JournalEntrySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField()
    date = serializers.DateField()
    outlet_id = IdField()
    source_type = serializers.CharField()
    source_id = serializers.UUIDField()
    memo = serializers.CharField(allow_blank=True)
    posted_at = serializers.DateTimeField()
    lines = JournalLineSerializer(many=True)


class TaxComponentSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    percent = serializers.DecimalField(max_digits=6, decimal_places=3, normalize_output=True)


class TaxCodeSerializer(serializers.Serializer[Any]):
    id = IdField()
    code = serializers.CharField()
    name = serializers.CharField()
    percent = serializers.DecimalField(
        max_digits=6, decimal_places=3, normalize_output=True, allow_null=True, help_text="Null: not valid on the day."
    )
    components = TaxComponentSerializer(many=True)
