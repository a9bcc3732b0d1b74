"""Billing's own clock."""

import structlog
from celery import shared_task
from django.utils import timezone

from billing.operations.age_subscription import age_subscription
from billing.operations.push_usage import push_usage
from billing.operations.reconcile import reconcile
from billing.queries.due import customers, due_tenants
from kernel.errors import DomainError
from tenants.schema_task import PublicTask

log = structlog.get_logger(__name__)


@shared_task(base=PublicTask)
def age() -> None:
    """Every minute: trials that are over, graces that are used up."""
    now = timezone.now()
    for tenant_id in due_tenants(now):
        age_subscription(actor=None, tenant_id=tenant_id, now=now)


@shared_task(base=PublicTask)
def reconcile_all() -> None:
    """Every night: what webhooks may have missed. One that fails doesn't keep the others from it."""
    for tenant_id in customers():
        try:
            reconcile(actor=None, tenant_id=tenant_id, now=timezone.now())
        except DomainError:
            log.warning("subscription_not_reconciled", tenant=tenant_id, exc_info=True)


@shared_task(base=PublicTask)
def push() -> None:
    """Every hour: usage, to Stripe's meters."""
    push_usage(now=timezone.now())
