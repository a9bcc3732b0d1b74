"""What Stripe tells by itself."""

import stripe
from django.conf import settings

from billing.errors import ForgedEvent
from billing.gateway.client import is_live


def verified_event(body: bytes, signature: str) -> stripe.Event:
    """The event that a webhook brought. ForgedEvent for a wrong signature, an old one, or the other mode's."""
    try:
        event: stripe.Event = stripe.Webhook.construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET)
    except (ValueError, stripe.SignatureVerificationError) as forged:
        raise ForgedEvent from forged
    if not settings.STRIPE_WEBHOOK_SECRET or event.livemode != is_live():
        raise ForgedEvent
    return event
