"""Reading what businesses use, and proving that they are right."""

from celery import shared_task
from django.utils import timezone

from audit.authors import PLATFORM
from billing.operations.record_usage import record_usage
from insights.jobs.notify_of_proofs import notify_of_proofs
from insights.jobs.prove_business import prove_business
from insights.jobs.prune_proofs import prune_proofs
from insights.queries.usage import readings
from kernel.schemas import PUBLIC, current_schema, in_schema
from tenants.life.queries.tenants import tenant_by_schema, working_schemas
from tenants.life.schema_task import PublicTask
from tenants.schemas.fan_out import fan_out


@shared_task(base=PublicTask)
def read_meters() -> None:
    """Every few minutes each business's, one message each."""
    fan_out("insights.tasks.read_meters_of_one", working_schemas(), by="insights.tasks.read_meters")


@shared_task
def read_meters_of_one() -> None:
    """One business's meters."""
    now = timezone.now()
    tenant, shown = tenant_by_schema(current_schema()), readings(now)
    with in_schema(PUBLIC):
        record_usage(actor=PLATFORM, tenant_id=tenant.pk, readings=shown, now=now)


@shared_task(base=PublicTask)
def prove_all() -> None:
    """Every night each business, one message each, and the public schema."""
    now = timezone.now()
    prune_proofs(now=now)
    fan_out("insights.tasks.prove_one", working_schemas(), by="insights.tasks.prove_all")
    prove_business(schema=PUBLIC, now=now)


@shared_task
def prove_one() -> None:
    """One business."""
    prove_business(schema=current_schema(), now=timezone.now())


@shared_task(base=PublicTask)
def notify() -> None:
    """Every morning, when something is wrong or wasn't proved."""
    notify_of_proofs(now=timezone.now())
