"""What becomes of a subscription when its business closes, stays after all, or is gone."""

from django.utils import timezone

from audit.authors import PLATFORM
from billing.operations.delete_customer_data import delete_customer_data
from billing.operations.settle_subscription import settle_subscription
from billing.operations.stop_charging import stop_charging


def when_closing(*, tenant_id: int) -> None:
    """Of `tenants.business_closing`: nothing is charged any more."""
    stop_charging(actor=PLATFORM, tenant_id=tenant_id, now=timezone.now())


def when_closing_cancelled(*, tenant_id: int) -> None:
    """Of `tenants.business_closing_cancelled`: the subscription decides again about the business's state."""
    settle_subscription(actor=PLATFORM, tenant_id=tenant_id, now=timezone.now())


def when_purged(*, tenant_id: int) -> None:
    """Of `tenants.business_purged`: Stripe deletes the customer, and we what we knew of it."""
    delete_customer_data(actor=PLATFORM, tenant_id=tenant_id, now=timezone.now())
