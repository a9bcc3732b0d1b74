"""Billing's own clock."""

import structlog
from celery import shared_task
from django.utils import timezone

from billing.operations.prune_billing import prune_billing
from billing.operations.push_usage import push_usage
from billing.operations.reconcile import reconcile
from billing.operations.settle_subscription import settle_subscription
from billing.queries.due import customers, due_tenants
from tenants.life.schema_task import PublicTask

log = structlog.get_logger(__name__)


@shared_task(base=PublicTask)
def age() -> None:
    """Every minute: trials that are over, graces that are used up. One that fails doesn't keep the others from it."""
    now = timezone.now()
    for tenant_id in due_tenants(now):
        try:
            settle_subscription(actor=None, tenant_id=tenant_id, now=now)
        except Exception:
            log.exception("subscription_not_settled", tenant=tenant_id)


@shared_task(base=PublicTask)
def reconcile_all() -> None:
    """Every night: what webhooks may have missed. One message each."""
    for tenant_id in customers():
        reconcile_one.delay(tenant_id=tenant_id)


@shared_task(base=PublicTask)
def reconcile_one(*, tenant_id: int) -> None:
    """One business's subscription."""
    reconcile(actor=None, tenant_id=tenant_id, now=timezone.now())


@shared_task(base=PublicTask)
def prune() -> None:
    """Every night: what nobody looks at any more."""
    prune_billing(now=timezone.now())


@shared_task(base=PublicTask)
def push() -> None:
    """Every hour: usage, to Stripe's meters."""
    push_usage(now=timezone.now())
