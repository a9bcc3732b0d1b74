from typing import Any

from rest_framework import serializers

from api.fields import IdField, MomentField
from people.rules.keys import GRANTABLE


class KeySerializer(serializers.Serializer[Any]):
    id = IdField(source="pk")
    name = serializers.CharField()
    prefix = serializers.CharField(help_text="How the key begins: `cfk_<prefix>_…`.")
    person_id = IdField()
    person_name = serializers.CharField(source="person.name", allow_blank=True)
    scopes = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the minute.")
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class MadeKeySerializer(KeySerializer):
    secret = serializers.CharField(
        allow_null=True, read_only=True, help_text="The key itself. Shown once: a repeated request gets null."
    )


class NewKeySerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(child=serializers.ChoiceField(sorted(GRANTABLE)), max_length=len(GRANTABLE))
    expires_at = MomentField(required=False, allow_null=True, default=None)
