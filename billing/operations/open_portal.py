from datetime import datetime

from audit.authors import Author
from audit.steps import record
from billing.actions import Action
from billing.errors import NotSubscribed
from billing.gateway import portal_url
from billing.models import Subscription
from billing.queries.pages import plan_page
from kernel.transactions import operation


def open_portal(*, actor: Author, tenant_id: int, host: str, now: datetime) -> str:
    """The address of Stripe's page for card, address, tax id and invoices. On the public schema. NotSubscribed."""
    subscription = Subscription.objects.filter(tenant_id=tenant_id).exclude(stripe_customer_id=None).first()
    if subscription is None:
        raise NotSubscribed
    url = portal_url(customer_id=str(subscription.stripe_customer_id), return_url=plan_page(host))
    enter_portal(actor=actor, subscription_id=subscription.pk, now=now)
    return url


@operation
def enter_portal(*, actor: Author, subscription_id: int, now: datetime) -> None:
    """That somebody was given the address."""
    record(
        actor=actor,
        action=Action.PORTAL_OPENED,
        target_type="billing.subscription",
        target_id=subscription_id,
        at=now,
    )
