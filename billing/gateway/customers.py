"""Who pays, and Stripe's pages where they do."""

from datetime import datetime
from typing import Any

import stripe

from billing.errors import PaymentRefused
from billing.gateway.client import stripe_api


def create_customer(*, name: str, email: str, schema: str, instead_of: str = "") -> str:
    """The id of the customer that stands for a business; the same one however often it is asked for.

    `instead_of` is one that is gone.
    """
    with stripe_api() as api:
        params = {"name": name, "email": email, "metadata": {"schema": schema}}
        customer = api.customers.create(params, {"idempotency_key": f"customer-{schema}-{email}-{instead_of}"})
        return str(customer.id)


def is_gone(customer_id: str) -> bool:
    """Whether somebody deleted the customer at Stripe."""
    with stripe_api() as api:
        return bool(getattr(api.customers.retrieve(customer_id), "deleted", False))


def delete_customer(customer_id: str) -> None:
    """Its subscriptions end with it. Nothing happens when it is gone."""
    with stripe_api() as api:
        try:
            api.customers.delete(customer_id)
        except stripe.InvalidRequestError as error:
            if error.code != "resource_missing":
                raise


def checkout_url(
    *, customer_id: str, price_id: str, success_url: str, cancel_url: str, trial_ends_at: datetime | None
) -> str:
    """Where the customer pays for a first subscription. A trial still running goes on until its end.

    Every other page that is open is shut once this one is there: of two pages, even of two opened at once, only one
    can be paid.
    """
    trial = {"trial_end": int(trial_ends_at.timestamp())} if trial_ends_at else {}
    with stripe_api() as api:
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
    try:
        shut_checkouts(customer_id, but_for=session.id)
    except PaymentRefused:  # another page was paid meanwhile
        shut_checkouts(customer_id)
        raise
    return str(session.url)


def shut_checkouts(customer_id: str, *, but_for: str = "") -> None:
    """Nothing can be paid on the pages that are open, but for one."""
    with stripe_api() as api:
        for page in api.checkout.sessions.list({"customer": customer_id, "status": "open"}).data:
            if page.id != but_for:
                _shut(api, page.id)


def _shut(api: Any, page_id: str) -> None:  # noqa: ANN401 (Stripe's client)
    """Nothing happens when somebody shut it meanwhile; PaymentRefused when it was paid meanwhile."""
    try:
        api.checkout.sessions.expire(page_id)
    except stripe.InvalidRequestError:
        if api.checkout.sessions.retrieve(page_id).status != "expired":
            raise


def portal_url(*, customer_id: str, return_url: str) -> str:
    """Where the customer changes card, address and tax id."""
    with stripe_api() as api:
        session = api.billing_portal.sessions.create({"customer": customer_id, "return_url": return_url})
        return str(session.url)
