"""Where a subscription is begun. Stripe is asked while nothing is locked, so each short write looks again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from audit.authors import Author
from audit.steps import record
from billing.actions import Action
from billing.asking import up_to_date
from billing.enums import GIVEN_UP, SubscriptionStatus
from billing.errors import AlreadySubscribed
from billing.gateway import cancel_now, checkout_url, create_customer, delete_customer, is_gone, shut_checkouts
from billing.models import Subscription
from billing.queries.pages import plan_page
from billing.queries.plans import offered_price
from billing.steps.lock import lock_subscription
from billing.steps.save import save_subscription
from kernel.errors import Conflict
from kernel.transactions import operation, run_in_transaction
from tenants.life.rules.lifecycle import CLOSING_STATES
from tenants.life.steps.lock_tenant import lock_tenant

_SHORTEST_TRIAL = timedelta(hours=48)
"""Stripe accepts no trial that ends sooner."""


@dataclass(frozen=True, slots=True)
class StartCheckout:
    """A price, the e-mail address of who pays, and the host of the business that they come from and go back to."""

    price_id: int
    email: str
    host: str


def start_checkout(*, actor: Author, tenant_id: int, command: StartCheckout, now: datetime) -> str:
    """The address of Stripe's page where a subscription is begun. On the public schema.

    One that was given up as unpaid is ended first: who comes back doesn't pay for the time of being shut out.
    NoSuchPlan, AlreadySubscribed, PaymentsUnavailable, PaymentRefused; Conflict while the business is closing.
    """
    price = offered_price(command.price_id)
    run_in_transaction(partial(_require_staying, tenant_id))
    subscription = _without_subscription(tenant_id, now)
    customer_id = _customer(subscription, command.email)
    url = checkout_url(
        customer_id=customer_id,
        price_id=str(price.stripe_price_id),
        success_url=plan_page(command.host, "paid=1"),
        cancel_url=plan_page(command.host),
        trial_ends_at=_rest_of_trial(subscription, now),
    )
    try:
        enter_checkout(actor=actor, tenant_id=tenant_id, price_id=price.pk, now=now)
    except Conflict:  # it was closed while Stripe made the page
        shut_checkouts(customer_id)
        raise
    return url


@operation
def enter_checkout(*, actor: Author, tenant_id: int, price_id: int, now: datetime) -> None:
    """That somebody was given the page. Conflict when the business is closing by now."""
    subscription = lock_subscription(tenant_id)
    _require_staying(tenant_id)
    record(
        actor=actor,
        action=Action.CHECKOUT_STARTED,
        target_type="billing.subscription",
        target_id=subscription.pk,
        changes={"price": str(price_id)},
        at=now,
    )


def _require_staying(tenant_id: int) -> None:
    if lock_tenant(tenant_id).state in CLOSING_STATES:
        raise Conflict("This business is being closed. Cancel the closing first.")


def _without_subscription(tenant_id: int, now: datetime) -> Subscription:
    """Our copy, up to date, of a business that pays for nothing. AlreadySubscribed."""
    subscription, _answer = up_to_date(tenant_id, now=now)
    if subscription.status in GIVEN_UP:
        cancel_now(subscription.stripe_subscription_id)
        subscription, _answer = up_to_date(tenant_id, now=now)
    if subscription.stripe_subscription_id:
        raise AlreadySubscribed
    return subscription


def _customer(subscription: Subscription, email: str) -> str:
    """The id of the customer that stands for the business; made where there is none, or it was deleted at Stripe."""
    known = subscription.stripe_customer_id or ""
    if known and not is_gone(known):
        return known
    tenant = subscription.tenant
    made = create_customer(name=tenant.name, email=email, schema=tenant.schema_name, instead_of=known)
    ours = run_in_transaction(partial(_adopt, tenant.pk, known, made))
    if ours != made:
        delete_customer(made)
    return ours


def _adopt(tenant_id: int, known: str, made: str) -> str:
    """The customer that was made, unless somebody else's was faster."""
    subscription = lock_subscription(tenant_id)
    if (subscription.stripe_customer_id or "") == known:
        subscription.stripe_customer_id = made
        save_subscription(subscription)
    return str(subscription.stripe_customer_id)


def _rest_of_trial(subscription: Subscription, now: datetime) -> datetime | None:
    end = subscription.trial_ends_at
    running = subscription.status == SubscriptionStatus.TRIALING and end is not None
    return end if running and end and end > now + _SHORTEST_TRIAL else None
