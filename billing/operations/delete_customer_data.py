from datetime import datetime

from audit.authors import Author
from audit.steps import record
from billing.actions import Action
from billing.gateway import delete_customer
from billing.models import Invoice, QuotaNotice, StripeEvent, Subscription, UsageRecord
from billing.queries.entitlements import invalidate_plan
from kernel.transactions import operation


def delete_customer_data(*, actor: Author, tenant_id: int, now: datetime) -> None:
    """Delete the customer at Stripe, then everything here that is about the business. On the public schema.

    Stripe keeps the invoices, as the law asks of who issued them. Nothing happens the second time.
    """
    subscription = Subscription.objects.filter(tenant_id=tenant_id).first()
    if subscription is None:
        return
    if subscription.stripe_customer_id:
        delete_customer(subscription.stripe_customer_id)
    delete_billing_rows(actor=actor, tenant_id=tenant_id, now=now)


@operation
def delete_billing_rows(*, actor: Author, tenant_id: int, now: datetime) -> None:
    """The part of `delete_customer_data` in our database."""
    subscription = Subscription.objects.select_for_update().filter(tenant_id=tenant_id).first()
    if subscription is None:
        return
    record(
        actor=actor,
        action=Action.CUSTOMER_DELETED,
        target_type="tenants.tenant",
        target_id=tenant_id,
        at=now,
    )
    for rows in (UsageRecord, QuotaNotice, StripeEvent):
        rows.objects.filter(tenant_id=tenant_id).delete()
    Invoice.objects.filter(subscription=subscription).delete()
    subscription.delete()
    invalidate_plan(tenant_id)
