"""The installation's own chores."""

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone

from audit.hints import take_hints
from kernel.schemas import PUBLIC
from tenants.life.jobs.finish_sign_ups import finish_sign_ups
from tenants.life.queries.tenants import working_schemas
from tenants.life.schema_task import PublicTask
from tenants.schemas.fan_out import fan_out
from tenants.schemas.heartbeat import beat
from tenants.schemas.jobs.refill_pool import refill_pool


@shared_task(base=PublicTask)
def refill() -> None:
    """Spare schemas for the next sign-ups. Every ten seconds: `check_env` looks for this too."""
    beat("schemas")
    refill_pool(size=settings.TENANT_POOL_SIZE)


@shared_task(base=PublicTask)
def finish() -> None:
    """Sign-ups that broke off."""
    finish_sign_ups(now=timezone.now())


@shared_task(base=PublicTask)
def prune_all() -> None:
    """Every night every schema, a task for each."""
    fan_out("audit.tasks.prune_old", [PUBLIC, *working_schemas()], by="tenants.life.tasks.prune_all")


@shared_task(base=PublicTask)
def relay_hinted() -> None:
    """Every second: the outboxes that somebody wrote to. That it ran at all is what `check_env` looks for."""
    beat("celery")
    for schema in take_hints():
        current_app.send_task("audit.tasks.relay", headers={"_schema_name": schema})


@shared_task(base=PublicTask)
def relay_all() -> None:
    """Every few minutes every outbox, for events whose hint was lost."""
    fan_out("audit.tasks.relay", [PUBLIC, *working_schemas()], by="tenants.life.tasks.relay_all")
