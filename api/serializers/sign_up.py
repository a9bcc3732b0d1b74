from typing import Any

from rest_framework import serializers

from company.rules.countries import COUNTRIES


class SignUpSerializer(serializers.Serializer[Any]):
    business_name = serializers.CharField(max_length=120)
    subdomain = serializers.CharField(max_length=40)
    owner_name = serializers.CharField(max_length=150)
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False, write_only=True)
    country = serializers.ChoiceField(sorted(COUNTRIES), required=False, default="IN")


class NewBusinessSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    host = serializers.CharField()
    home = serializers.URLField()
    enter = serializers.URLField(help_text="Signs the owner in there, once, for a minute.")


class AvailabilitySerializer(serializers.Serializer[Any]):
    name = serializers.CharField(allow_blank=True)
    available = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True)
    suggestions = serializers.ListField(child=serializers.CharField())
