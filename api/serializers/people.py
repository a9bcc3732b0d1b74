from typing import Any

from rest_framework import serializers

from api.fields import IdField
from kernel.permissions import Role

ROLES = [role.value for role in Role]


class PersonSerializer(serializers.Serializer[Any]):
    id = IdField(source="pk")
    name = serializers.CharField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(ROLES)
    is_active = serializers.BooleanField()


class NewPersonSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=150)
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(ROLES)
    password = serializers.CharField(max_length=128, trim_whitespace=False)
    outlet_ids = serializers.ListField(child=IdField(), default=list, max_length=1000)


class PlacedPersonSerializer(PersonSerializer):
    outlet_ids = serializers.ListField(child=IdField(), help_text="Managers and staff work there only.")


class PlaceSerializer(serializers.Serializer[Any]):
    """Who a person is, what they do, and where; what is left out stays."""

    name = serializers.CharField(max_length=150, required=False)
    email = serializers.EmailField(max_length=254, required=False)
    role = serializers.ChoiceField(ROLES, required=False)
    outlet_ids = serializers.ListField(child=IdField(), max_length=1000, required=False)
