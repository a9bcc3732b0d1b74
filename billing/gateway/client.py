"""The way to Stripe: the SDK's client, and what its errors mean here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

import stripe
from django.conf import settings

from billing.errors import PaymentRefused, PaymentsUnavailable

_SECONDS = 10
_RETRIES = 2


def is_live() -> bool:
    """Whether real money moves."""
    return "_live_" in settings.STRIPE_API_KEY


@cache
def client_for(key: str, base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        max_network_retries=_RETRIES,
        http_client=stripe.RequestsClient(timeout=_SECONDS),
        base_addresses={"api": base, "meter_events": base} if base else {},
    )


@contextmanager
def stripe_api() -> Iterator[Any]:
    """The client's services. PaymentsUnavailable, PaymentRefused."""
    if not settings.STRIPE_API_KEY:
        raise PaymentsUnavailable("Payments are not set up on this installation.")
    try:
        yield client_for(settings.STRIPE_API_KEY, settings.STRIPE_API_BASE).v1
    except (stripe.CardError, stripe.InvalidRequestError) as refused:
        raise PaymentRefused(refused.user_message or str(refused)) from refused
    except stripe.StripeError as failed:
        raise PaymentsUnavailable from failed


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def moment_or_none(seconds: int | None) -> datetime | None:
    return moment(seconds) if seconds else None
