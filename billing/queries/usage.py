"""What was metered. On the public schema."""

from billing.models import UsageRecord
from kernel.entitlements import Meter


def most_sales(*, period: str, most: int) -> list[tuple[str, int]]:
    """The businesses that sold most in a month ("2026-11") with their sales, by the last reading. One statement."""
    read = UsageRecord.objects.filter(meter=Meter.SALES, period=period).order_by("tenant", "-id").distinct("tenant")
    ranked = sorted(read.values_list("used", "tenant__name"), reverse=True)
    return [(name, used) for used, name in ranked[:most]]
