from typing import Any

from rest_framework import serializers


class NewClosingSerializer(serializers.Serializer[Any]):
    """The business's name and the caller's own password, typed once more."""

    name = serializers.CharField()
    password = serializers.CharField(trim_whitespace=False, write_only=True)


class ClosingSerializer(serializers.Serializer[Any]):
    """From `closes_at` on the business may be deleted."""

    closes_at = serializers.DateTimeField(read_only=True, allow_null=True)
