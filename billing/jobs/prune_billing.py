from datetime import datetime, timedelta

from billing.models import StripeEvent, UsageRecord
from kernel.schemas import use_public

EVENTS_KEPT = timedelta(days=90)
USAGE_KEPT = timedelta(days=400)


def prune_billing(*, now: datetime) -> None:
    """Forget Stripe's events that had their effect, and readings of more than a year ago. Two statements."""
    use_public()
    StripeEvent.objects.filter(done_at__lt=now - EVENTS_KEPT).delete()
    UsageRecord.objects.filter(read_at__lt=now - USAGE_KEPT).delete()
