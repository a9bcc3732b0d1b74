from typing import Any

from rest_framework import serializers

from tenants.archives.enums import ExportState


class DataExportSerializer(serializers.Serializer[Any]):
    """An archive. `size` (bytes), `sha256` and the times are null or empty until it is ready."""

    id = serializers.UUIDField(read_only=True)
    state = serializers.ChoiceField([state.value for state in ExportState], read_only=True)
    requested_by = serializers.CharField(read_only=True)
    requested_at = serializers.DateTimeField(read_only=True)
    made_at = serializers.DateTimeField(read_only=True, allow_null=True)
    expires_at = serializers.DateTimeField(read_only=True, allow_null=True)
    size = serializers.IntegerField(read_only=True, allow_null=True)
    sha256 = serializers.CharField(read_only=True)
