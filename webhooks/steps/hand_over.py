from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from kernel.queue import send_if_possible
from kernel.schemas import current_schema
from kernel.transactions import require_transaction
from webhooks.models import WebhookDelivery
from webhooks.rules.retries import IN_FLIGHT, LEASE, SWEPT_EVERY


def hand_over(delivery_id: UUID, now: datetime) -> None:
    """After the commit, have a worker attempt a delivery. If that is lost, the sweep of what is due finds it.

    It finds those, too, that come when many of the business's wait already: no business fills the queue alone.
    """
    require_transaction()
    if WebhookDelivery.objects.filter(next_attempt_at__lte=now + LEASE)[: IN_FLIGHT + 1].count() > IN_FLIGHT:
        return
    transaction.on_commit(
        partial(
            send_if_possible,
            "webhooks.tasks.send_one",
            kwargs={"delivery_id": str(delivery_id)},
            headers={"_schema_name": current_schema()},
            expires=SWEPT_EVERY,
        )
    )
