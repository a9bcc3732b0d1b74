"""Webhooks on their way."""

import structlog
from celery import current_app, shared_task
from django.db import DatabaseError
from django.utils import timezone

from kernel.schemas import current_schema, in_schema
from tenants.life.queries.tenants import working_schemas
from tenants.life.schema_task import PublicTask
from tenants.schemas.fan_out import fan_out
from webhooks.jobs.prune_deliveries import prune_deliveries
from webhooks.jobs.send_to_endpoint import send_to_endpoint
from webhooks.queries.webhooks import due_endpoints
from webhooks.rules.retries import SWEPT_EVERY

log = structlog.get_logger(__name__)


@shared_task
def send_to(*, endpoint_id: int) -> None:
    """One endpoint's share; what is left over goes to the end of the line."""
    if send_to_endpoint(endpoint_id=endpoint_id, clock=timezone.now):
        _ask(current_schema(), endpoint_id)


@shared_task(base=PublicTask)
def send_due() -> None:
    """Every minute, of every business: what is to be tried again, and what was lost on its way here."""
    for schema in working_schemas():
        try:
            with in_schema(schema):
                due = due_endpoints(timezone.now())
        except DatabaseError:  # dropped a moment ago, or not migrated yet: the others don't wait for it
            log.exception("due_webhooks_unread", schema=schema)
            continue
        for endpoint_id in due:
            _ask(schema, endpoint_id)


def _ask(schema: str, endpoint_id: int) -> None:
    current_app.send_task(
        "webhooks.tasks.send_to",
        kwargs={"endpoint_id": endpoint_id},
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
