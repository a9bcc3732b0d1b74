from billing.answers import Answer, Overtaken
from billing.models import Subscription
from kernel.errors import NotFound
from kernel.transactions import require_transaction


def lock_subscription(tenant_id: int) -> Subscription:
    """A business's subscription, ours until the commit. Always the first lock. NotFound."""
    require_transaction()
    found = Subscription.objects.select_for_update().filter(tenant_id=tenant_id).first()
    if found is None:
        raise NotFound
    return found


def lock_answered(answer: Answer) -> Subscription:
    """The same, for writing what Stripe answered. Overtaken when somebody has written it since Stripe was asked."""
    subscription = lock_subscription(answer.tenant_id)
    if subscription.version != answer.version:
        raise Overtaken
    return subscription
