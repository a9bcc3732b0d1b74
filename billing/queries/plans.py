"""Plans and their prices. On the public schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q

from billing.enums import GIVEN_UP
from billing.errors import NoSuchPlan
from billing.models import Plan, PlanPrice, Subscription
from kernel.errors import NotFound
from kernel.schemas import PUBLIC, in_schema


@dataclass(frozen=True, slots=True)
class PriceInfo:
    """`amount` in minor units, for a month or a year."""

    id: int
    currency: str
    interval: str
    amount: int


@dataclass(frozen=True, slots=True)
class PlanInfo:
    """A plan that can be chosen. `limits` by meter (None is none); a plan without prices is free."""

    code: str
    name: str
    summary: str
    limits: Mapping[str, int | None]
    features: list[str]
    prices: tuple[PriceInfo, ...]


def offered_plans() -> list[PlanInfo]:
    """Plans that can be chosen, cheapest first, with the prices that can be paid. Two statements."""
    with in_schema(PUBLIC):
        prices = PlanPrice.objects.filter(retired_at=None).order_by("currency", "amount")
        plans = (
            Plan.objects.filter(retired_at=None)
            .order_by("position")
            .prefetch_related(Prefetch("prices", prices, to_attr="offered"))
        )
        return [_info(plan) for plan in plans]


def _info(plan: Any) -> PlanInfo:  # noqa: ANN401 (a Plan with `offered`)
    prices = tuple(PriceInfo(one.pk, one.currency, one.interval, one.amount) for one in plan.offered)
    return PlanInfo(plan.code, plan.name, plan.summary, plan.limits, plan.features, prices)


def offered_price(price_id: int) -> PlanPrice:
    """A price that can be paid. NoSuchPlan when it is retired, or not at Stripe yet."""
    price = (
        PlanPrice.objects.select_related("plan")
        .filter(Q(pk=price_id, retired_at=None, plan__retired_at=None) & ~Q(stripe_price_id=None))
        .first()
    )
    if price is None:
        raise NoSuchPlan
    return price


def free_plan(code: str) -> Plan:
    """A plan that costs nothing. NoSuchPlan."""
    plan = Plan.objects.filter(code=code, retired_at=None, prices=None).first()
    if plan is None:
        raise NoSuchPlan
    return plan


@dataclass(frozen=True, slots=True)
class SubscriptionInfo:
    """A business's subscription as its owner sees it; amounts in minor units."""

    plan_code: str
    plan_name: str
    status: str
    status_since: datetime
    price_id: int | None
    amount: int | None
    currency: str
    interval: str
    trial_ends_at: datetime | None
    period_start: datetime | None
    period_end: datetime | None
    cancel_at_period_end: bool
    next_plan: str
    coupon: str
    is_paid: bool
    stripe_customer_id: str

    @property
    def has_customer(self) -> bool:
        """Whether Stripe knows the business."""
        return bool(self.stripe_customer_id)

    @property
    def is_changeable(self) -> bool:
        """Whether another plan is a change of it, and not a fresh subscription."""
        return self.is_paid and self.status not in GIVEN_UP


def subscription_info(tenant_id: int) -> SubscriptionInfo:
    """One statement. NotFound for a business that never went live."""
    found = find_subscription_info(tenant_id)
    if found is None:
        raise NotFound
    return found


def find_subscription_info(tenant_id: int) -> SubscriptionInfo | None:
    """The same; None for a business that never went live, or is gone."""
    with in_schema(PUBLIC):
        found = Subscription.objects.select_related("plan", "price", "next_plan").filter(tenant_id=tenant_id)
        one = found.first()
    if one is None:
        return None
    return SubscriptionInfo(
        plan_code=one.plan.code,
        plan_name=one.plan.name,
        status=one.status,
        status_since=one.status_since,
        price_id=one.price_id,
        amount=one.price.amount if one.price else None,
        currency=one.price.currency if one.price else "",
        interval=one.price.interval if one.price else "",
        trial_ends_at=one.trial_ends_at,
        period_start=one.period_start,
        period_end=one.period_end,
        cancel_at_period_end=one.cancel_at_period_end,
        next_plan=one.next_plan.name if one.next_plan else "",
        coupon=one.coupon,
        is_paid=bool(one.stripe_subscription_id),
        stripe_customer_id=one.stripe_customer_id or "",
    )
