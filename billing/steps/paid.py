from billing.errors import NotSubscribed
from billing.gateway import StripeSubscription, subscription_of
from billing.models import Subscription


def paid_subscription(subscription: Subscription) -> StripeSubscription:
    """What Stripe has of it now. NotSubscribed when there is nothing to change."""
    found = subscription_of(str(subscription.stripe_customer_id)) if subscription.stripe_subscription_id else None
    if found is None or found.id != subscription.stripe_subscription_id or found.ended_at:
        raise NotSubscribed
    return found
