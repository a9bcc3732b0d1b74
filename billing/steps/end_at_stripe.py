from datetime import datetime

from billing.gateway import cancel_now, shut_checkouts
from billing.models import Subscription
from billing.steps.sync import sync


def end_at_stripe(subscription: Subscription, *, now: datetime) -> bool:
    """Nothing is charged any more, and no page that is still open can be paid. Whether there was anything to end."""
    if not subscription.stripe_customer_id:
        return False
    shut_checkouts(subscription.stripe_customer_id)
    if not subscription.stripe_subscription_id:
        return False
    cancel_now(subscription.stripe_subscription_id)
    sync(subscription, now=now)
    return True
