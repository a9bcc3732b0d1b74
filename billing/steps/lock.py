from datetime import datetime

from billing.models import Subscription
from billing.steps.sync import sync
from kernel.errors import NotFound
from kernel.transactions import require_transaction


def lock_subscription(tenant_id: int) -> Subscription:
    """A business's subscription, ours until the commit. Always the first lock. NotFound."""
    require_transaction()
    found = Subscription.objects.select_for_update().filter(tenant_id=tenant_id).first()
    if found is None:
        raise NotFound
    return found


def lock_fresh(tenant_id: int, *, now: datetime) -> Subscription:
    """The same, after asking Stripe what it is now: what somebody decides must not rest on what we were told late."""
    subscription = lock_subscription(tenant_id)
    if subscription.stripe_customer_id:
        sync(subscription, now=now)
    return subscription
