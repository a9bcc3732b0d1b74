"""What becomes of a subscription when its business closes, stays after all, or is gone: handlers of those events."""

from datetime import datetime

from django.utils import timezone

from audit.steps import record
from billing.gateway import delete_customer
from billing.models import Invoice, QuotaNotice, StripeEvent, Subscription, UsageRecord
from billing.operations.settle_subscription import settle_subscription
from billing.queries.entitlements import forget_standing
from billing.steps.end_at_stripe import end_at_stripe
from billing.steps.lock import lock_fresh
from kernel.actors import Actor
from kernel.transactions import operation
from tenants.life.rules.lifecycle import CLOSING
from tenants.life.steps.lock_tenant import lock_tenant


def when_closing(*, tenant_id: int) -> None:
    """Nothing is charged any more."""
    stop_charging(actor=None, tenant_id=tenant_id, now=timezone.now())


def when_kept(*, tenant_id: int) -> None:
    """What it has decides again about the business's state."""
    settle_subscription(actor=None, tenant_id=tenant_id, now=timezone.now())


def when_purged(*, tenant_id: int) -> None:
    """Stripe forgets the customer, and we what we knew of it."""
    forget_customer(actor=None, tenant_id=tenant_id, now=timezone.now())


@operation
def stop_charging(*, actor: Actor | None, tenant_id: int, now: datetime) -> None:
    """End what a closing business pays, and could still pay, at once. On the public schema.

    Nothing happens when it was kept meanwhile: this may be called late, and again.
    """
    subscription = lock_fresh(tenant_id, now=now)
    if lock_tenant(tenant_id).state not in CLOSING or not end_at_stripe(subscription, now=now):
        return
    record(
        actor=actor,
        action="billing.subscription.ended",
        target_type="billing.subscription",
        target_id=subscription.pk,
        changes={"reason": "the business is closed"},
        at=now,
    )


@operation
def forget_customer(*, actor: Actor | None, tenant_id: int, now: datetime) -> None:
    """Delete the customer at Stripe and everything here that is about the business. On the public schema.

    Stripe keeps the invoices, as the law asks of who issued them. Nothing happens the second time.
    """
    subscription = Subscription.objects.select_for_update().filter(tenant_id=tenant_id).first()
    if subscription is None:
        return
    if subscription.stripe_customer_id:
        delete_customer(subscription.stripe_customer_id)
    record(
        actor=actor,
        action="billing.customer.forgotten",
        target_type="tenants.tenant",
        target_id=tenant_id,
        at=now,
    )
    for rows in (UsageRecord, QuotaNotice, StripeEvent):
        rows.objects.filter(tenant_id=tenant_id).delete()
    Invoice.objects.filter(subscription=subscription).delete()
    subscription.delete()
    forget_standing(tenant_id)
