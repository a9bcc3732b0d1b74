from datetime import datetime
from uuid import UUID

from audit.models import OutboxEvent


def occurred_at(event_id: UUID) -> datetime | None:
    """When an event of the present schema happened; None for one that isn't there."""
    return OutboxEvent.objects.filter(pk=event_id).values_list("occurred_at", flat=True).first()
