"""Billing's own clock."""

from celery import shared_task
from django.utils import timezone

from audit.authors import PLATFORM
from billing.jobs.prune_billing import prune_billing
from billing.jobs.push_usage import push_usage
from billing.jobs.settle_due import settle_due
from billing.operations.reconcile import reconcile
from billing.queries.due import customers
from tenants.life.schema_task import PublicTask


@shared_task(base=PublicTask)
def age() -> None:
    """Every minute: trials that are over, graces that are used up."""
    settle_due(now=timezone.now())


@shared_task(base=PublicTask)
def reconcile_all() -> None:
    """Every night: what webhooks may have missed. One message each."""
    for tenant_id in customers():
        reconcile_one.delay(tenant_id=tenant_id)


@shared_task(base=PublicTask)
def reconcile_one(*, tenant_id: int) -> None:
    """One business's subscription."""
    reconcile(actor=PLATFORM, tenant_id=tenant_id, now=timezone.now())


@shared_task(base=PublicTask)
def prune() -> None:
    """Every night: what is too old to be of use."""
    prune_billing(now=timezone.now())


@shared_task(base=PublicTask)
def push() -> None:
    """Every hour: usage, to Stripe's meters."""
    push_usage(now=timezone.now())
