from datetime import datetime

from django.conf import settings

from audit.models import OutboxEvent
from audit.steps.send_delivery import send_delivery
from kernel.schemas import current_schema
from kernel.transactions import operation

BATCH = 100


@operation
def relay_outbox(*, now: datetime) -> int:
    """Hand up to BATCH waiting events of the present schema to Celery, oldest first. Returns how many.

    Two relays share the work. One that dies before its commit leaves the events waiting, so each is handed over at
    least once.
    """
    events = list(
        OutboxEvent.objects.select_for_update(skip_locked=True).filter(relayed_at=None).order_by("pk")[:BATCH]
    )
    for event in events:
        for handler in settings.EVENT_ROUTES.get(event.kind, ()):
            send_delivery(
                schema=current_schema(), event_id=event.pk, kind=event.kind, handler=handler, payload=event.payload
            )
    OutboxEvent.objects.filter(pk__in=[event.pk for event in events]).update(relayed_at=now)
    return len(events)
