from typing import Any

from rest_framework import serializers

from api.fields import IdField
from webhooks.enums import DeliveryState, WebhookEvent

_EVENTS = [event.value for event in WebhookEvent]


class NewEndpointSerializer(serializers.Serializer[Any]):
    url = serializers.CharField(max_length=500)
    events = serializers.ListField(child=serializers.ChoiceField(_EVENTS), max_length=len(_EVENTS))


class ChangedEndpointSerializer(NewEndpointSerializer):
    active = serializers.BooleanField()


class EndpointChangesSerializer(serializers.Serializer[Any]):
    """What changes of a webhook."""

    url = serializers.CharField(max_length=500, required=False)
    events = serializers.ListField(child=serializers.ChoiceField(_EVENTS), max_length=len(_EVENTS), required=False)
    active = serializers.BooleanField(required=False)


class EndpointSerializer(serializers.Serializer[Any]):
    id = IdField(source="pk")
    url = serializers.CharField()
    events = serializers.ListField(child=serializers.CharField())
    active = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    failing_since = serializers.DateTimeField(allow_null=True)
    disabled_at = serializers.DateTimeField(allow_null=True)
    disabled_because = serializers.CharField(allow_blank=True, help_text="Empty when a person switched it off.")

    def get_active(self, endpoint: Any) -> bool:  # noqa: ANN401 (a row of the room's)
        return endpoint.disabled_at is None


class MadeEndpointSerializer(EndpointSerializer):
    secret = serializers.CharField(
        allow_null=True, read_only=True, help_text="Signs what is sent. Shown once: a repeated request gets null."
    )


class DeliverySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    endpoint_id = IdField()
    event_id = serializers.UUIDField()
    kind = serializers.CharField()
    body = serializers.CharField(help_text="Exactly what is signed and sent.")
    state = serializers.ChoiceField([state.value for state in DeliveryState])
    attempts = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    next_attempt_at = serializers.DateTimeField(allow_null=True)
    attempted_at = serializers.DateTimeField(allow_null=True)
    status = serializers.IntegerField(allow_null=True, help_text="What the last attempt was answered.")
    response = serializers.CharField(allow_blank=True, help_text="The first kilobyte of that answer.")
    error = serializers.CharField(allow_blank=True)
    milliseconds = serializers.IntegerField(allow_null=True)
