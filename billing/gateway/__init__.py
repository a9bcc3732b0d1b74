"""Stripe, as narrow as we need it: everything that goes over the wire to it is a function here.

Values come back as frozen dataclasses with our own words. Errors become PaymentsUnavailable (try again) or
PaymentRefused (Stripe says why).
"""

from billing.gateway.changing import (
    Preview,
    apply_promotion_code,
    cancel_at_period_end,
    cancel_now,
    change_at_period_end,
    change_now,
    preview_change,
    remove_scheduled_change,
)
from billing.gateway.client import is_live
from billing.gateway.customers import (
    checkout_url,
    create_customer,
    delete_customer,
    is_gone,
    portal_url,
    shut_checkouts,
)
from billing.gateway.offering import ensure_meter, price_of, push_usage
from billing.gateway.reading import StripeInvoice, StripeSubscription, invoices_of, subscription_of
from billing.gateway.webhooks import verified_event

__all__ = [
    "Preview",
    "StripeInvoice",
    "StripeSubscription",
    "apply_promotion_code",
    "cancel_at_period_end",
    "cancel_now",
    "change_at_period_end",
    "change_now",
    "checkout_url",
    "create_customer",
    "delete_customer",
    "ensure_meter",
    "invoices_of",
    "is_gone",
    "is_live",
    "portal_url",
    "preview_change",
    "price_of",
    "push_usage",
    "remove_scheduled_change",
    "shut_checkouts",
    "subscription_of",
    "verified_event",
]
