from functools import partial
from uuid import UUID

from celery import current_app
from django.db import transaction

from kernel.schemas import current_schema


def hand_over(delivery_id: UUID) -> None:
    """After the commit, have a worker attempt a delivery. If that is lost, the sweep of what is due finds it."""
    transaction.on_commit(
        partial(
            current_app.send_task,
            "notifications.tasks.send_one",
            kwargs={"delivery_id": str(delivery_id)},
            headers={"_schema_name": current_schema()},
        )
    )
