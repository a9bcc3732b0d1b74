"""Changing a subscription, and what that would cost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import stripe

from billing.errors import PaymentRefused
from billing.gateway.client import stripe_api
from billing.gateway.reading import FALLS_TO, StripeSubscription

_NOT_CANCELLED: dict[str, Any] = {"cancel_at_period_end": False, "metadata": {FALLS_TO: ""}}


@dataclass(frozen=True, slots=True)
class Preview:
    """What changing now would cost: signed amounts in minor units, today's total first."""

    currency: str
    due_now: int
    lines: tuple[tuple[str, int], ...]
    prorated_at: int


def preview_change(subscription: StripeSubscription, *, price_id: str, at: datetime) -> Preview:
    """What changing to the price at that moment would cost today."""
    with stripe_api() as api:
        invoice = api.invoices.create_preview(
            {
                "customer": subscription.customer_id,
                "subscription": subscription.id,
                "subscription_details": {
                    "items": [{"id": subscription.item_id, "price": price_id}],
                    "proration_behavior": "always_invoice",
                    "proration_date": int(at.timestamp()),
                },
            }
        )
        lines = tuple((str(line.description or ""), int(line.amount)) for line in invoice.lines.data)
        return Preview(invoice.currency.upper(), int(invoice.amount_due), lines, int(at.timestamp()))


def change_now(subscription: StripeSubscription, *, price_id: str, prorated_at: int) -> None:
    """Change the price at once and charge the difference. PaymentRefused leaves the subscription as it was."""
    wanted = {
        "items": [{"id": subscription.item_id, "price": price_id}],
        "proration_behavior": "always_invoice",
        "proration_date": prorated_at,
        "payment_behavior": "error_if_incomplete",
        **_NOT_CANCELLED,
    }
    _drop_schedule(subscription)
    try:
        with stripe_api() as api:
            api.subscriptions.update(subscription.id, wanted)
    except PaymentRefused:
        if subscription.next_price_id:
            _schedule(subscription, price_id=subscription.next_price_id)
        raise


def change_at_period_end(subscription: StripeSubscription, *, price_id: str) -> None:
    """Keep the price until the period's end, then have the other one."""
    _drop_schedule(subscription)
    if subscription.cancel_at_period_end:
        with stripe_api() as api:
            api.subscriptions.update(subscription.id, _NOT_CANCELLED)
    _schedule(subscription, price_id=price_id)


def _schedule(subscription: StripeSubscription, *, price_id: str) -> None:
    with stripe_api() as api:
        schedule = api.subscription_schedules.create({"from_subscription": subscription.id})
        present = schedule.phases[0]
        # What the subscription is discounted by goes on; phases that name none would fall back to the customer's.
        carried = [{"discount": one.discount} for one in present.discounts if one.discount]
        discounts = {"discounts": carried} if carried else {}
        phases = [
            {
                "items": [{"price": subscription.price_id, "quantity": 1}],
                "start_date": present.start_date,
                "end_date": present.end_date,
                **({"trial_end": present.trial_end} if present.trial_end else {}),
                **discounts,
            },
            {"items": [{"price": price_id, "quantity": 1}], **discounts},
        ]
        api.subscription_schedules.update(schedule.id, {"end_behavior": "release", "phases": phases})


def cancel_at_period_end(subscription: StripeSubscription, *, falls_to: str = "") -> None:
    """No further period is paid for; the free plan `falls_to` follows, if any."""
    _drop_schedule(subscription)
    wanted = {"cancel_at_period_end": True, "metadata": {FALLS_TO: falls_to}}
    with stripe_api() as api:
        api.subscriptions.update(subscription.id, wanted)


def remove_scheduled_change(subscription: StripeSubscription) -> None:
    """Take back a cancellation or a change that waits for the period's end."""
    _drop_schedule(subscription)
    if subscription.cancel_at_period_end:
        with stripe_api() as api:
            api.subscriptions.update(subscription.id, _NOT_CANCELLED)


def cancel_now(subscription_id: str) -> None:
    """End it at once. Nothing happens when it has ended."""
    with stripe_api() as api:
        try:
            api.subscriptions.cancel(subscription_id)
        except stripe.InvalidRequestError as error:
            if error.code != "resource_missing":
                raise


def apply_promotion_code(subscription: StripeSubscription, *, code: str) -> None:
    """A discount on what is still to be paid. PaymentRefused when there is no such code."""
    with stripe_api() as api:
        found = api.promotion_codes.list({"code": code, "active": True, "limit": 1}).data
        if not found:
            raise PaymentRefused("There is no such code, or it is over.")
        api.subscriptions.update(subscription.id, {"discounts": [{"promotion_code": found[0].id}]})


def _drop_schedule(subscription: StripeSubscription) -> None:
    if subscription.schedule_id:
        with stripe_api() as api:
            api.subscription_schedules.release(subscription.schedule_id)
