"""What Stripe has of a customer now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from billing.enums import SubscriptionStatus
from billing.gateway.client import moment, moment_or_none, stripe_api

FALLS_TO = "falls_to"
"""The key of a subscription's metadata for the free plan that follows it."""


@dataclass(frozen=True, slots=True)
class StripeSubscription:
    """A subscription as Stripe has it now.

    `falls_to` is the code of the free plan that follows its cancellation. It is kept at Stripe, so that what we make
    of a subscription depends on Stripe alone, and not on what was heard of it before.
    """

    id: str
    customer_id: str
    item_id: str
    status: SubscriptionStatus
    price_id: str
    period_start: datetime
    period_end: datetime
    trial_ends_at: datetime | None
    ended_at: datetime | None
    cancel_at_period_end: bool
    schedule_id: str
    next_price_id: str
    falls_to: str
    coupon: str


@dataclass(frozen=True, slots=True)
class StripeInvoice:
    """Amounts in minor units."""

    id: str
    subscription_id: str
    number: str
    status: str
    currency: str
    total: int
    tax: int
    amount_paid: int
    amount_due: int
    issued_at: datetime
    period_start: datetime
    period_end: datetime
    page_url: str
    pdf_url: str


def subscription_of(customer_id: str) -> StripeSubscription | None:
    """The customer's subscription that counts: the newest that was ever paid for or tried, a living one first."""
    with stripe_api() as api:
        found = api.subscriptions.list(
            {
                "customer": customer_id,
                "status": "all",
                "limit": 20,
                "expand": ["data.schedule", "data.discounts.source.coupon"],
            }
        ).data
    begun = [one for one in found if one.status not in {"incomplete", "incomplete_expired"}]
    begun.sort(key=lambda one: (one.status != "canceled", one.created, one.id), reverse=True)
    return _subscription(begun[0]) if begun else None


def invoices_of(customer_id: str, *, most: int = 100) -> list[StripeInvoice]:
    """Newest first; drafts, which may still change, are left out."""
    with stripe_api() as api:
        found = api.invoices.list({"customer": customer_id, "limit": most}).data
    return [_invoice(one) for one in found if one.status != "draft"]


def _subscription(found: Any) -> StripeSubscription:  # noqa: ANN401 (Stripe's object)
    item = found["items"].data[0]
    schedule = found.schedule if found.schedule and found.schedule.status in {"active", "not_started"} else None
    return StripeSubscription(
        id=found.id,
        customer_id=found.customer,
        item_id=item.id,
        status=SubscriptionStatus(found.status),
        price_id=item.price.id,
        period_start=moment(item.current_period_start),
        period_end=moment(item.current_period_end),
        trial_ends_at=moment_or_none(found.trial_end),
        ended_at=moment_or_none(found.ended_at),
        cancel_at_period_end=bool(found.cancel_at_period_end or found.cancel_at),
        schedule_id=schedule.id if schedule else "",
        next_price_id=_next_price(schedule, item.price.id),
        falls_to=found.metadata.to_dict().get(FALLS_TO, ""),
        coupon=_coupon(found.discounts or []),
    )


def _next_price(schedule: Any, present: str) -> str:  # noqa: ANN401 (Stripe's object)
    """The price of the last phase, where it differs from the present one."""
    if schedule is None:
        return ""
    price = schedule.phases[-1]["items"][0].price
    last = price if isinstance(price, str) else price.id
    return "" if last == present else str(last)


def _coupon(discounts: list[Any]) -> str:
    """The name of the first discount's coupon."""
    for discount in discounts:
        coupon = getattr(discount, "source", None)
        coupon = coupon.coupon if coupon else getattr(discount, "coupon", None)
        if coupon:
            return str(coupon if isinstance(coupon, str) else coupon.name or coupon.id)
    return ""


def _invoice(found: Any) -> StripeInvoice:  # noqa: ANN401 (Stripe's object)
    parent = found.parent
    line = found.lines.data[-1].period if found.lines.data else None
    return StripeInvoice(
        id=found.id,
        subscription_id=str(parent.subscription_details.subscription) if parent and parent.subscription_details else "",
        number=found.number or "",
        status=found.status or "",
        currency=found.currency.upper(),
        total=found.total,
        tax=sum(tax.amount for tax in (getattr(found, "total_taxes", None) or [])),
        amount_paid=found.amount_paid,
        amount_due=found.amount_remaining,
        issued_at=moment(found.created),
        period_start=moment(line.start if line else found.period_start),
        period_end=moment(line.end if line else found.period_end),
        page_url=found.hosted_invoice_url or "",
        pdf_url=found.invoice_pdf or "",
    )
