from dataclasses import dataclass
from datetime import datetime, timedelta

from audit.steps import record
from billing.enums import GIVEN_UP, SubscriptionStatus
from billing.errors import AlreadySubscribed
from billing.gateway import cancel_now, checkout_url, create_customer, is_gone
from billing.models import Subscription
from billing.queries.pages import plan_page
from billing.queries.plans import offered_price
from billing.steps.lock import lock_fresh
from billing.steps.sync import sync
from kernel.actors import Actor
from kernel.errors import Conflict
from kernel.transactions import operation
from tenants.life.rules.lifecycle import CLOSING
from tenants.life.steps.lock_tenant import lock_tenant

_SHORTEST_TRIAL = timedelta(hours=48)
"""Stripe accepts no trial that ends sooner."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A price, the e-mail address of who pays, and the host of the business that they come from and go back to."""

    price_id: int
    email: str
    host: str


@operation
def start_checkout(*, actor: Actor | None, tenant_id: int, command: Checkout, now: datetime, by: str) -> str:
    """The address of Stripe's page where a subscription is begun. On the public schema.

    One that was given up as unpaid is ended first: who comes back doesn't pay for the time of being shut out.
    NoSuchPlan, AlreadySubscribed, PaymentsUnavailable, PaymentRefused.
    """
    subscription = lock_fresh(tenant_id, now=now)
    tenant = lock_tenant(tenant_id)
    if tenant.state in CLOSING:
        raise Conflict("This business is being closed. Cancel the closing first.")
    price = offered_price(command.price_id)
    if subscription.status in GIVEN_UP:
        cancel_now(subscription.stripe_subscription_id)
        sync(subscription, now=now)
    elif subscription.stripe_subscription_id:
        raise AlreadySubscribed
    customer_id = subscription.stripe_customer_id or ""
    if not customer_id or is_gone(customer_id):
        customer_id = create_customer(
            name=tenant.name, email=command.email, schema=tenant.schema_name, instead_of=customer_id
        )
        subscription.stripe_customer_id = customer_id
        subscription.save(update_fields=["stripe_customer_id"])
    url = checkout_url(
        customer_id=customer_id,
        price_id=str(price.stripe_price_id),
        success_url=plan_page(command.host, "paid=1"),
        cancel_url=plan_page(command.host),
        trial_ends_at=_rest_of_trial(subscription, now),
    )
    record(
        actor=actor,
        by=by,
        action="billing.checkout.started",
        target_type="billing.subscription",
        target_id=subscription.pk,
        changes={"price": str(price.pk)},
        at=now,
    )
    return url


def _rest_of_trial(subscription: Subscription, now: datetime) -> datetime | None:
    end = subscription.trial_ends_at
    running = subscription.status == SubscriptionStatus.TRIALING and end is not None
    return end if running and end and end > now + _SHORTEST_TRIAL else None
