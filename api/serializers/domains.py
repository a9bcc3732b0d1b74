from typing import Any

from rest_framework import serializers

from tenants.domains.enums import DomainState


class NewDomainSerializer(serializers.Serializer[Any]):
    host = serializers.CharField(max_length=253)


class DomainSerializer(serializers.Serializer[Any]):
    host = serializers.CharField()
    included = serializers.BooleanField(help_text="The subdomain that every business has.")
    is_primary = serializers.BooleanField(help_text="Mails and links point here.")
    state = serializers.ChoiceField([state.value for state in DomainState])
    problem = serializers.CharField(allow_blank=True, help_text="What the last look in the DNS found wrong.")
    record_name = serializers.CharField(allow_blank=True, help_text="Where the TXT record that proves it stands.")
    record_value = serializers.CharField(allow_blank=True, help_text="What that record says.")
    added_at = serializers.DateTimeField(allow_null=True)
    checked_at = serializers.DateTimeField(allow_null=True)
    next_check_at = serializers.DateTimeField(allow_null=True)
    verified_at = serializers.DateTimeField(allow_null=True)
