from datetime import datetime, timedelta

from billing.models import StripeEvent, UsageRecord
from kernel.schemas import use_public

RETENTION_STRIPE_EVENTS = timedelta(days=90)
RETENTION_USAGE = timedelta(days=400)


def prune_billing(*, now: datetime) -> None:
    """Forget Stripe's events that had their effect, and readings of more than a year ago. Two statements."""
    use_public()
    StripeEvent.objects.filter(done_at__lt=now - RETENTION_STRIPE_EVENTS).delete()
    UsageRecord.objects.filter(read_at__lt=now - RETENTION_USAGE).delete()
