"""The installation's own chores."""

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone

from audit.hints import take_hints
from kernel.schemas import PUBLIC
from tenants.fan_out import expiry, fan_out
from tenants.heartbeat import beat
from tenants.operations.back_up_business import back_up_business, sweep_backups
from tenants.operations.check_domains import check_due_domains
from tenants.operations.finish_sign_ups import finish_sign_ups
from tenants.operations.purge_business import due_for_purge, try_to_purge
from tenants.operations.refill_pool import refill_pool
from tenants.operations.restore_business import sweep_loose_schemas
from tenants.operations.sweep_exports import sweep_exports
from tenants.queries.tenants import businesses, working_schemas
from tenants.schema_task import PublicTask


@shared_task(base=PublicTask)
def refill() -> None:
    """Spare schemas for the next sign-ups."""
    refill_pool(size=settings.TENANT_POOL_SIZE)


@shared_task(base=PublicTask)
def finish() -> None:
    """Sign-ups that broke off."""
    finish_sign_ups(now=timezone.now())


@shared_task(base=PublicTask)
def prune_all() -> None:
    """Every night every schema, a task for each."""
    fan_out("audit.tasks.prune_old", [PUBLIC, *working_schemas()], by="tenants.tasks.prune_all")


@shared_task(base=PublicTask)
def back_up_all() -> None:
    """Every night: a task for each business, and the sweeping."""
    for tenant_id in businesses():
        back_up.delay(tenant_id)
    now = timezone.now()
    sweep_backups(now=now)
    sweep_loose_schemas(now=now)


@shared_task(base=PublicTask)
def back_up(tenant_id: int) -> None:
    """One business."""
    back_up_business(tenant_id=tenant_id, now=timezone.now())


@shared_task(base=PublicTask)
def purge_closed() -> None:
    """Businesses whose grace is over, a task for each: one that fails or takes long holds nobody up."""
    for tenant_id in due_for_purge(timezone.now()):
        purge.apply_async((tenant_id,), **expiry("tenants.tasks.purge_closed"))


@shared_task(base=PublicTask)
def purge(tenant_id: int) -> None:
    """One business."""
    try_to_purge(tenant_id=tenant_id, now=timezone.now())


@shared_task(base=PublicTask)
def sweep_old_exports() -> None:
    """Archives whose time is over."""
    sweep_exports(now=timezone.now())


@shared_task(base=PublicTask)
def check_domains() -> None:
    """Domains that wait for their proof, and those whose proof is looked at again."""
    check_due_domains(now=timezone.now())


@shared_task(base=PublicTask)
def relay_hinted() -> None:
    """Every second: the outboxes that somebody wrote to. That it ran at all is what `check_env` looks for."""
    beat()
    for schema in take_hints():
        current_app.send_task("audit.tasks.relay", headers={"_schema_name": schema})


@shared_task(base=PublicTask)
def relay_all() -> None:
    """Every few minutes every outbox, for events whose hint was lost."""
    fan_out("audit.tasks.relay", [PUBLIC, *working_schemas()], by="tenants.tasks.relay_all")
