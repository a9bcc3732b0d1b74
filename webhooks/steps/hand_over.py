from datetime import datetime
from functools import partial

from django.db import transaction

from kernel.queue import send_if_possible
from kernel.schemas import current_schema
from kernel.transactions import require_transaction
from webhooks.models import WebhookDelivery
from webhooks.rules.retries import LEASE, MAX_ASKED_FOR, SWEPT_EVERY


def hand_over(endpoint_id: int, now: datetime) -> None:
    """After the commit, have a worker send to an endpoint what is due. If that is lost, the sweep finds it.

    Many that wait there need no message each.
    """
    require_transaction()
    waiting = WebhookDelivery.objects.filter(endpoint_id=endpoint_id, next_attempt_at__lte=now + LEASE)
    if waiting[: MAX_ASKED_FOR + 1].count() > MAX_ASKED_FOR:
        return
    transaction.on_commit(
        partial(
            send_if_possible,
            "webhooks.tasks.send_to",
            kwargs={"endpoint_id": endpoint_id},
            headers={"_schema_name": current_schema()},
            expires=SWEPT_EVERY,
        )
    )
