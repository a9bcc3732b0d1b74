"""Making our copy of a subscription what Stripe says now.

An event says only that something changed: what it is now is asked for (billing.asking). The end is the same whichever
came first, and however often.
"""

from collections.abc import Sequence
from datetime import datetime

from audit.authors import Author
from billing.answers import Answer
from billing.enums import SubscriptionStatus
from billing.errors import NoSuchPlan
from billing.gateway import StripeInvoice, StripeSubscription
from billing.models import Invoice, Plan, PlanPrice, Subscription
from billing.steps.save import save_subscription
from billing.steps.settle import settle
from kernel.actors import Actor
from kernel.transactions import require_transaction


def sync(subscription: Subscription, answer: Answer, *, actor: Actor | Author, now: datetime) -> None:
    """Copy what Stripe answered into a locked row, and let the business's state follow."""
    require_transaction()
    found = answer.subscription
    if found and found.status is SubscriptionStatus.CANCELED:
        _end(subscription, found, answer.invoices)
    elif found:
        _copy(subscription, found, answer.invoices)
    _copy_invoices(subscription, answer.invoices)
    subscription.synced_at = now
    save_subscription(subscription)
    settle(subscription, actor=actor, now=now)


def _copy(subscription: Subscription, found: StripeSubscription, invoices: Sequence[StripeInvoice]) -> None:
    price = _price(found.price_id)
    following = _price(found.next_price_id) if found.next_price_id else None
    subscription.plan, subscription.price, subscription.next_price = price.plan, price, following
    subscription.next_plan = following.plan if following else _free_plan(found)
    subscription.status = found.status
    subscription.status_since = _since(found, invoices)
    subscription.trial_ends_at = found.trial_ends_at
    subscription.period_start, subscription.period_end = found.period_start, found.period_end
    subscription.cancel_at_period_end = found.cancel_at_period_end
    subscription.coupon = found.coupon
    subscription.stripe_subscription_id, subscription.stripe_schedule_id = found.id, found.schedule_id


def _free_plan(found: StripeSubscription) -> Plan | None:
    """What follows a cancellation, if anything."""
    ends = found.cancel_at_period_end or found.status is SubscriptionStatus.CANCELED
    return Plan.objects.filter(code=found.falls_to).first() if ends and found.falls_to else None


def _price(stripe_id: str) -> PlanPrice:
    price = PlanPrice.objects.select_related("plan").filter(stripe_price_id=stripe_id).first()
    if price is None:
        raise NoSuchPlan(f"Stripe's price {stripe_id} is none of ours.")
    return price


def _since(found: StripeSubscription, invoices: Sequence[StripeInvoice]) -> datetime:
    """What the time that people are given is counted from: a date of Stripe's, the same whenever it is asked for."""
    owing = [one.issued_at for one in invoices if one.subscription_id == found.id and one.status == "open"]
    if owing and found.status not in {SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIALING}:
        return min(owing)
    if found.status is SubscriptionStatus.PAUSED and found.trial_ends_at:
        return found.trial_ends_at
    return found.ended_at or found.period_start


def _end(subscription: Subscription, found: StripeSubscription, invoices: Sequence[StripeInvoice]) -> None:
    """A cancelled subscription ends what it gave, once; who chose a free plan to follow gets it at this moment."""
    if subscription.stripe_ended_id == found.id:
        return
    falls_to = _free_plan(found)
    subscription.stripe_ended_id = found.id
    subscription.stripe_subscription_id = subscription.stripe_schedule_id = subscription.coupon = ""
    subscription.price = subscription.next_price = subscription.next_plan = None
    subscription.cancel_at_period_end = False
    subscription.trial_ends_at = subscription.period_start = subscription.period_end = None
    subscription.status_since = _since(found, invoices)
    subscription.status = SubscriptionStatus.ACTIVE if falls_to else SubscriptionStatus.CANCELED
    if falls_to:
        subscription.plan = falls_to


def _copy_invoices(subscription: Subscription, found: Sequence[StripeInvoice]) -> None:
    """One statement for all of them."""
    rows = [
        Invoice(
            subscription=subscription,
            stripe_invoice_id=one.id,
            number=one.number,
            status=one.status,
            currency=one.currency,
            total=one.total,
            tax=one.tax,
            amount_paid=one.amount_paid,
            amount_due=one.amount_due,
            issued_at=one.issued_at,
            period_start=one.period_start,
            period_end=one.period_end,
            page_url=one.page_url,
            pdf_url=one.pdf_url,
        )
        for one in found
    ]
    Invoice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["stripe_invoice_id"],
        update_fields=[
            "number", "status", "total", "tax", "amount_paid", "amount_due", "period_start", "period_end",
            "page_url", "pdf_url",
        ],
    )  # fmt: skip
