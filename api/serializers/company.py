from typing import Any

from rest_framework import serializers

from api.fields import IdField


class BusinessSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    country = serializers.CharField()
    currency = serializers.CharField()
    timezone = serializers.CharField()
    locale = serializers.CharField()
    prices_include_tax = serializers.BooleanField()
    year_starts_in = serializers.IntegerField()


class OutletSerializer(serializers.Serializer[Any]):
    id = IdField(read_only=True)
    name = serializers.CharField(max_length=80)
    code = serializers.RegexField(r"^[A-Z0-9]{2,3}$", help_text="Begins the outlet's document numbers.")
    timezone = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class OutletNameSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)


class MeSerializer(serializers.Serializer[Any]):
    id = IdField(source="pk")
    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)
    role = serializers.CharField()
    permissions = serializers.ListField(child=serializers.CharField())
    outlets = OutletSerializer(many=True)


class AuditEntrySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    actor_id = IdField(allow_null=True)
    actor_name = serializers.CharField()
    via = serializers.CharField(allow_blank=True, help_text="What they came by, when not by signing in: a key.")
    action = serializers.CharField()
    target_type = serializers.CharField()
    target_id = serializers.CharField()
    changes = serializers.DictField()
    address = serializers.CharField(allow_null=True)
