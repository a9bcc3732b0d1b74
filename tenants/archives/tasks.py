"""The installation's own chores."""

from celery import shared_task
from django.utils import timezone

from tenants.archives.jobs.sweep_backups import sweep_backups
from tenants.archives.jobs.sweep_exports import sweep_exports
from tenants.archives.jobs.sweep_loose_schemas import sweep_loose_schemas
from tenants.archives.jobs.try_to_purge import try_to_purge
from tenants.archives.operations.back_up_business import back_up_business
from tenants.archives.queries.due import due_for_purge
from tenants.life.queries.tenants import businesses
from tenants.life.schema_task import PublicTask
from tenants.schemas.fan_out import expiry


@shared_task(base=PublicTask)
def back_up_all() -> None:
    """Every night: a task for each business, and the sweeping."""
    for tenant_id in businesses():
        back_up.delay(tenant_id)
    sweep_backups(now=timezone.now())


@shared_task(base=PublicTask)
def back_up(tenant_id: int) -> None:
    """One business."""
    back_up_business(tenant_id=tenant_id, now=timezone.now())


@shared_task(base=PublicTask)
def purge_closed() -> None:
    """Businesses whose grace is over, a task for each: one that fails or takes long holds nobody up."""
    for tenant_id in due_for_purge(timezone.now()):
        purge.apply_async((tenant_id,), **expiry("tenants.archives.tasks.purge_closed"))


@shared_task(base=PublicTask)
def purge(tenant_id: int) -> None:
    """One business."""
    try_to_purge(tenant_id=tenant_id, now=timezone.now())


@shared_task(base=PublicTask)
def sweep_schemas() -> None:
    """Schemas that are no business's, once they are due."""
    sweep_loose_schemas(now=timezone.now())


@shared_task(base=PublicTask)
def sweep_old_exports() -> None:
    """Archives whose time is over."""
    sweep_exports(now=timezone.now())
