"""What subscriptions bring. On the public schema."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Case, Count, F, Q, Sum, When

from billing.enums import Interval, SubscriptionStatus
from billing.models import Subscription

_S = SubscriptionStatus
_PAYING = Q(status__in=(_S.ACTIVE, _S.PAST_DUE)) & ~Q(stripe_subscription_id="")

# A year's price counts a twelfth; summed before it is divided, so that nothing is lost by rounding each.
_TWELFTHS = Case(
    When(price__interval=Interval.YEAR, then=F("price__amount")),
    default=F("price__amount") * 12,
    output_field=BigIntegerField(),
)


@dataclass(frozen=True, slots=True)
class MonthlyRevenue:
    """`amount` in minor units of the currency, from so many subscriptions."""

    currency: str
    amount: int
    subscriptions: int


@dataclass(frozen=True, slots=True)
class Revenue:
    """`left` counts who ended a subscription in the days asked about; `trials` who tries now."""

    monthly: tuple[MonthlyRevenue, ...]
    paying: int
    trials: int
    left: int


def revenue(now: datetime, *, days: int) -> Revenue:
    """What subscriptions bring a month by currency, and who left in the last `days`. Two statements."""
    paying = Subscription.objects.filter(_PAYING, price__isnull=False)
    by_currency = paying.values_list("price__currency").annotate(twelfths=Sum(_TWELFTHS), count=Count("pk"))
    monthly = tuple(
        MonthlyRevenue(currency, twelfths // 12, count)
        for currency, twelfths, count in by_currency.order_by("price__currency")
    )
    counted = Subscription.objects.aggregate(
        paying=Count("pk", filter=_PAYING),
        trials=Count("pk", filter=Q(status=_S.TRIALING)),
        left=Count("pk", filter=Q(status=_S.CANCELED, status_since__gte=now - timedelta(days=days))),
    )
    return Revenue(monthly=monthly, **counted)
