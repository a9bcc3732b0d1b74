"""What Stripe answers about a business: asked for while nothing is locked."""

from dataclasses import dataclass

from billing.errors import NotSubscribed
from billing.gateway import StripeInvoice, StripeSubscription, invoices_of, subscription_of
from billing.models import Subscription
from kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Answer:
    """What Stripe has of a business's customer, and the version that our copy had before Stripe was asked.

    `customer_id` is "" where Stripe knows no such customer; nothing was asked then.
    """

    tenant_id: int
    version: int
    customer_id: str
    subscription: StripeSubscription | None = None
    invoices: tuple[StripeInvoice, ...] = ()

    @property
    def paid(self) -> StripeSubscription:
        """What there is to change at Stripe. NotSubscribed when it ended, or never began."""
        if self.subscription is None or self.subscription.ended_at:
            raise NotSubscribed
        return self.subscription


class Overtaken(Exception):
    """Our copy was written since Stripe was asked: the answer may be older than what it would replace."""


def ask(tenant_id: int) -> Answer:
    """On the public schema, outside any transaction. NotFound, PaymentsUnavailable."""
    known = Subscription.objects.filter(tenant_id=tenant_id).values_list("version", "stripe_customer_id").first()
    if known is None:
        raise NotFound
    version, customer_id = known
    if not customer_id:
        return Answer(tenant_id, version, "")
    subscription, invoices = subscription_of(customer_id), invoices_of(customer_id)
    return Answer(tenant_id, version, customer_id, subscription, tuple(invoices))
