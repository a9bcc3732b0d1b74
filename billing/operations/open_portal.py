from datetime import datetime

from audit.steps import record
from billing.errors import NotSubscribed
from billing.gateway import portal_url
from billing.queries.pages import plan_page
from billing.steps.lock import lock_subscription
from kernel.actors import Actor
from kernel.transactions import operation


@operation
def open_portal(*, actor: Actor | None, tenant_id: int, host: str, now: datetime, by: str) -> str:
    """The address of Stripe's page for card, address, tax id and invoices. On the public schema. NotSubscribed."""
    subscription = lock_subscription(tenant_id)
    if not subscription.stripe_customer_id:
        raise NotSubscribed
    url = portal_url(customer_id=subscription.stripe_customer_id, return_url=plan_page(host))
    record(
        actor=actor,
        by=by,
        action="billing.portal.opened",
        target_type="billing.subscription",
        target_id=subscription.pk,
        at=now,
    )
    return url
