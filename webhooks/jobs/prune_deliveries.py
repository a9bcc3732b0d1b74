from datetime import datetime, timedelta

from webhooks.enums import DeliveryState
from webhooks.models import WebhookDelivery

RETENTION_DELIVERIES = timedelta(days=30)
"""How long the log of deliveries goes back."""

_AT_ONCE = 5000


def prune_deliveries(*, now: datetime) -> int:
    """Delete what arrived, or failed for good, longer ago than RETENTION_DELIVERIES, in bounded pieces.

    Returns how many.
    """
    old = WebhookDelivery.objects.exclude(state=DeliveryState.WAITING).filter(created_at__lt=now - RETENTION_DELIVERIES)
    deleted_in_all = 0
    while deleted := WebhookDelivery.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:_AT_ONCE])).delete()[
        0
    ]:
        deleted_in_all += deleted
    return deleted_in_all
