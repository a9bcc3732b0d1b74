"""Stripe, as narrow as we need it: everything that goes over the wire to it is a function here.

Values come back as frozen dataclasses with our own words. Errors become PaymentsUnavailable (try again) or
PaymentRefused (Stripe says why).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import stripe
from django.conf import settings

from billing.enums import SubscriptionStatus
from billing.errors import ForgedEvent, PaymentRefused, PaymentsUnavailable

_FALLS_TO = "falls_to"
_NOT_CANCELLED: dict[str, Any] = {"cancel_at_period_end": False, "metadata": {_FALLS_TO: ""}}

_SECONDS = 10
_RETRIES = 2


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


@dataclass(frozen=True, slots=True)
class Preview:
    """What changing now would cost: signed amounts in minor units, today's total first."""

    currency: str
    due_now: int
    lines: tuple[tuple[str, int], ...]
    prorated_at: int


def is_live() -> bool:
    """Whether real money moves."""
    return "_live_" in settings.STRIPE_API_KEY


@cache
def _client_for(key: str, base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        max_network_retries=_RETRIES,
        http_client=stripe.RequestsClient(timeout=_SECONDS),
        base_addresses={"api": base, "meter_events": base} if base else {},
    )


@contextmanager
def _stripe() -> Iterator[Any]:
    """The client's services. PaymentsUnavailable, PaymentRefused."""
    if not settings.STRIPE_API_KEY:
        raise PaymentsUnavailable("Payments are not set up on this installation.")
    try:
        yield _client_for(settings.STRIPE_API_KEY, settings.STRIPE_API_BASE).v1
    except (stripe.CardError, stripe.InvalidRequestError) as refused:
        raise PaymentRefused(refused.user_message or str(refused)) from refused
    except stripe.StripeError as failed:
        raise PaymentsUnavailable from failed


def create_customer(*, name: str, email: str, schema: str) -> str:
    """The id of the customer that stands for a business; the same one however often it is asked for."""
    with _stripe() as api:
        params = {"name": name, "email": email, "metadata": {"schema": schema}}
        customer = api.customers.create(params, {"idempotency_key": f"customer-{schema}-{email}"})
        return str(customer.id)


def delete_customer(customer_id: str) -> None:
    """Its subscriptions end with it. Nothing happens when it is gone."""
    with _stripe() as api:
        try:
            api.customers.delete(customer_id)
        except stripe.InvalidRequestError as error:
            if error.code != "resource_missing":
                raise


def checkout_url(
    *, customer_id: str, price_id: str, success_url: str, cancel_url: str, trial_ends_at: datetime | None
) -> str:
    """Where the customer pays for a first subscription. A trial still running goes on until its end.

    An earlier page that is still open is shut: of two pages only one can be paid.
    """
    trial = {"trial_end": int(trial_ends_at.timestamp())} if trial_ends_at else {}
    with _stripe() as api:
        for earlier in api.checkout.sessions.list({"customer": customer_id, "status": "open"}).data:
            api.checkout.sessions.expire(earlier.id)
        session = api.checkout.sessions.create(
            {
                "mode": "subscription",
                "customer": customer_id,
                "line_items": [{"price": price_id, "quantity": 1}],
                "success_url": success_url,
                "cancel_url": cancel_url,
                "allow_promotion_codes": True,
                "tax_id_collection": {"enabled": True},
                "customer_update": {"name": "auto", "address": "auto"},
                "subscription_data": trial,
            }
        )
        return str(session.url)


def portal_url(*, customer_id: str, return_url: str) -> str:
    """Where the customer changes card, address and tax id."""
    with _stripe() as api:
        session = api.billing_portal.sessions.create({"customer": customer_id, "return_url": return_url})
        return str(session.url)


def subscription_of(customer_id: str) -> StripeSubscription | None:
    """The customer's subscription that counts: the newest that was ever paid for or tried, a living one first."""
    with _stripe() as api:
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
    with _stripe() as api:
        found = api.invoices.list({"customer": customer_id, "limit": most}).data
    return [_invoice(one) for one in found if one.status != "draft"]


def preview_change(subscription: StripeSubscription, *, price_id: str, at: datetime) -> Preview:
    """What changing to the price at that moment would cost today."""
    with _stripe() as api:
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
    _drop_schedule(subscription)
    with _stripe() as api:
        api.subscriptions.update(
            subscription.id,
            {
                "items": [{"id": subscription.item_id, "price": price_id}],
                "proration_behavior": "always_invoice",
                "proration_date": prorated_at,
                "payment_behavior": "error_if_incomplete",
                **_NOT_CANCELLED,
            },
        )


def change_at_period_end(subscription: StripeSubscription, *, price_id: str) -> None:
    """Keep the price until the period's end, then have the other one."""
    _drop_schedule(subscription)
    with _stripe() as api:
        if subscription.cancel_at_period_end:
            api.subscriptions.update(subscription.id, _NOT_CANCELLED)
        schedule = api.subscription_schedules.create({"from_subscription": subscription.id})
        present = schedule.phases[0]
        phases = [
            {
                "items": [{"price": subscription.price_id, "quantity": 1}],
                "start_date": present.start_date,
                "end_date": present.end_date,
                **({"trial_end": present.trial_end} if present.trial_end else {}),
            },
            {"items": [{"price": price_id, "quantity": 1}]},
        ]
        api.subscription_schedules.update(schedule.id, {"end_behavior": "release", "phases": phases})


def cancel_at_period_end(subscription: StripeSubscription, *, falls_to: str = "") -> None:
    """No further period is paid for; the free plan `falls_to` follows, if any."""
    _drop_schedule(subscription)
    wanted = {"cancel_at_period_end": True, "metadata": {_FALLS_TO: falls_to}}
    with _stripe() as api:
        api.subscriptions.update(subscription.id, wanted)


def keep_as_it_is(subscription: StripeSubscription) -> None:
    """Take back a cancellation or a change that waits for the period's end."""
    _drop_schedule(subscription)
    if subscription.cancel_at_period_end:
        with _stripe() as api:
            api.subscriptions.update(subscription.id, _NOT_CANCELLED)


def cancel_now(subscription_id: str) -> None:
    """End it at once. Nothing happens when it has ended."""
    with _stripe() as api:
        try:
            api.subscriptions.cancel(subscription_id)
        except stripe.InvalidRequestError as error:
            if error.code != "resource_missing":
                raise


def apply_promotion_code(subscription: StripeSubscription, *, code: str) -> None:
    """A discount on what is still to be paid. PaymentRefused when there is no such code."""
    with _stripe() as api:
        found = api.promotion_codes.list({"code": code, "active": True, "limit": 1}).data
        if not found:
            raise PaymentRefused("There is no such code, or it is over.")
        api.subscriptions.update(subscription.id, {"discounts": [{"promotion_code": found[0].id}]})


def price_of(*, lookup_key: str, product: str, product_name: str, currency: str, interval: str, amount: int) -> str:
    """The id of the price with that key; it and its product are made when they aren't there."""
    with _stripe() as api:
        found = api.prices.list({"lookup_keys": [lookup_key], "limit": 1}).data
        if found:
            return str(found[0].id)
        try:
            api.products.retrieve(product)
        except stripe.InvalidRequestError:
            api.products.create({"id": product, "name": product_name}, {"idempotency_key": f"product-{product}"})
        made = api.prices.create(
            {
                "product": product,
                "currency": currency.lower(),
                "unit_amount": amount,
                "recurring": {"interval": interval},
                "lookup_key": lookup_key,
            },
            {"idempotency_key": f"price-{lookup_key}"},
        )
        return str(made.id)


def ensure_meter(meter: str, *, name: str) -> None:
    """Make sure that Stripe counts what `push_usage` tells it."""
    with _stripe() as api:
        known = api.billing.meters.list({"status": "active", "limit": 100}).data
        if not any(one.event_name == _event_name(meter) for one in known):
            api.billing.meters.create(
                {
                    "display_name": name,
                    "event_name": _event_name(meter),
                    "default_aggregation": {"formula": "sum"},
                    "customer_mapping": {"type": "by_id", "event_payload_key": "stripe_customer_id"},
                    "value_settings": {"event_payload_key": "value"},
                }
            )


def _event_name(meter: str) -> str:
    return f"counterfoil_{meter}"


def push_usage(*, customer_id: str, meter: str, value: int, identifier: str, at: datetime) -> None:
    """Tell Stripe's meter of that much more; the identifier makes a second telling harmless."""
    event = {
        "event_name": _event_name(meter),
        "payload": {"stripe_customer_id": customer_id, "value": str(value)},
        "identifier": identifier,
        "timestamp": int(at.timestamp()),
    }
    with _stripe() as api:
        try:
            api.billing.meter_events.create(event)
        except stripe.InvalidRequestError as error:
            if "already exists" not in str(error):  # Stripe has no code for it
                raise


def verified_event(body: bytes, signature: str) -> stripe.Event:
    """The event that a webhook brought. ForgedEvent for a wrong signature, an old one, or the other mode's."""
    try:
        event: stripe.Event = stripe.Webhook.construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET)
    except (ValueError, stripe.SignatureVerificationError) as forged:
        raise ForgedEvent from forged
    if not settings.STRIPE_WEBHOOK_SECRET or event.livemode != is_live():
        raise ForgedEvent
    return event


def _drop_schedule(subscription: StripeSubscription) -> None:
    if subscription.schedule_id:
        with _stripe() as api:
            api.subscription_schedules.release(subscription.schedule_id)


def _subscription(found: Any) -> StripeSubscription:  # noqa: ANN401 (Stripe's object)
    item = found["items"].data[0]
    schedule = found.schedule if found.schedule and found.schedule.status in {"active", "not_started"} else None
    return StripeSubscription(
        id=found.id,
        customer_id=found.customer,
        item_id=item.id,
        status=SubscriptionStatus(found.status),
        price_id=item.price.id,
        period_start=_moment(item.current_period_start),
        period_end=_moment(item.current_period_end),
        trial_ends_at=_maybe(found.trial_end),
        ended_at=_maybe(found.ended_at),
        cancel_at_period_end=bool(found.cancel_at_period_end or found.cancel_at),
        schedule_id=schedule.id if schedule else "",
        next_price_id=_next_price(schedule, item.price.id),
        falls_to=found.metadata.to_dict().get(_FALLS_TO, ""),
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
        issued_at=_moment(found.created),
        period_start=_moment(line.start if line else found.period_start),
        period_end=_moment(line.end if line else found.period_end),
        page_url=found.hosted_invoice_url or "",
        pdf_url=found.invoice_pdf or "",
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _maybe(seconds: int | None) -> datetime | None:
    return _moment(seconds) if seconds else None
