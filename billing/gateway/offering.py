"""What Stripe has to know of ours: prices, and how much is sold."""

from datetime import datetime

import stripe

from billing.gateway.client import stripe_api


def price_of(*, lookup_key: str, product: str, product_name: str, currency: str, interval: str, amount: int) -> str:
    """The id of the price with that key; it and its product are made when they aren't there."""
    with stripe_api() as api:
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
    with stripe_api() as api:
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
    with stripe_api() as api:
        try:
            api.billing.meter_events.create(event)
        except stripe.InvalidRequestError as error:
            if "already exists" not in str(error):  # Stripe has no code for it
                raise
