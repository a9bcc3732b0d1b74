"""Webhooks on their way."""

from uuid import UUID

import structlog
from celery import current_app, shared_task
from django.db import DatabaseError
from django.utils import timezone

from kernel.schemas import in_schema
from tenants.life.queries.tenants import working_schemas
from tenants.life.schema_task import PublicTask
from tenants.schemas.fan_out import fan_out
from webhooks.jobs.attempt_delivery import attempt_delivery
from webhooks.jobs.prune_deliveries import prune_deliveries
from webhooks.queries.webhooks import due_deliveries
from webhooks.rules.retries import SWEPT_EVERY

log = structlog.get_logger(__name__)


@shared_task
def send_one(*, delivery_id: str) -> None:
    """One attempt at one delivery."""
    attempt_delivery(delivery_id=UUID(delivery_id), now=timezone.now())


@shared_task(base=PublicTask)
def send_due() -> None:
    """Every minute, of every business: what is to be tried again, and what was lost on its way here."""
    for schema in working_schemas():
        try:
            with in_schema(schema):
                due = due_deliveries(timezone.now())
        except DatabaseError:  # dropped a moment ago, or not migrated yet: the others don't wait for it
            log.exception("due_deliveries_unread", schema=schema)
            continue
        for delivery_id in due:
            current_app.send_task(
                "webhooks.tasks.send_one",
                kwargs={"delivery_id": str(delivery_id)},
                headers={"_schema_name": schema},
                expires=SWEPT_EVERY,
            )


@shared_task(base=PublicTask)
def prune() -> None:
    """Every day, in each business: deliveries of long ago."""
    fan_out("webhooks.tasks.prune_one", working_schemas(), by="webhooks.tasks.prune")


@shared_task
def prune_one() -> None:
    """One business's."""
    prune_deliveries(now=timezone.now())
