"""What a business has: asked by every request to its host, so the answer is cached for a minute.

The one place where a plan's row becomes entitlements. Code that asks what is allowed asks kernel.entitlements, to which
config.edge.entitlements hands these at each request.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from billing.models import Plan, QuotaNotice, Subscription
from kernel.cached import cached, invalidate
from kernel.entitlements import Allowance, Entitlements, Feature, Meter
from kernel.schemas import PUBLIC, in_schema


@dataclass(frozen=True, slots=True)
class Warned:
    """That a meter has passed a threshold (per cent) of what the plan allows."""

    meter: Meter
    threshold: int
    used: int
    allowed: int


@dataclass(frozen=True, slots=True)
class PlanStatus:
    """A business's plan, and what it allows."""

    plan_code: str
    plan_name: str
    status: str
    entitlements: Entitlements
    trial_ends_at: datetime | None
    period_end: datetime | None
    cancel_at_period_end: bool
    warned: tuple[Warned, ...]

    @property
    def warned_most(self) -> list[Warned]:
        """The highest threshold of each meter."""
        return list({one.meter: one for one in self.warned}.values())


def plan_status_of(tenant_id: int) -> PlanStatus | None:
    """From the cache, or else in three statements on the public schema. None for a business that never went live."""
    return cached(_key(tenant_id), partial(_read, tenant_id))


def has_feature(tenant_id: int, feature: Feature) -> bool:
    """Whether a business's present plan has it; one that never went live has no plan."""
    status = plan_status_of(tenant_id)
    return status is not None and status.entitlements.includes(feature)


def invalidate_plan(tenant_id: int) -> None:
    """After the commit, read it afresh."""
    invalidate([_key(tenant_id)])


def _of_plan(plan: Plan, offered: list[Plan]) -> Entitlements:
    """What the plan allows, and which of the offered plans, cheapest first, allows more."""
    return Entitlements(
        allowances={meter: Allowance(plan.limits.get(meter), _lifted_by(meter, plan, offered)) for meter in Meter},
        features=frozenset(Feature(word) for word in plan.features),
        had_by={
            feature: next((other.name for other in offered if feature in other.features), "")
            for feature in Feature
            if feature not in plan.features
        },
    )


def _lifted_by(meter: Meter, plan: Plan, offered: list[Plan]) -> str:
    limit = plan.limits.get(meter)
    if limit is None:
        return ""
    above = (other for other in offered if other.position > plan.position)
    return next((one.name for one in above if one.limits.get(meter) is None or one.limits[meter] > limit), "")


def _read(tenant_id: int) -> PlanStatus | None:
    with in_schema(PUBLIC):
        subscription = Subscription.objects.select_related("plan").filter(tenant_id=tenant_id).first()
        if subscription is None:
            return None
        offered = list(Plan.objects.filter(retired_at=None).order_by("position"))
        notices = list(QuotaNotice.objects.filter(tenant_id=tenant_id).order_by("meter", "threshold"))
    plan = subscription.plan
    return PlanStatus(
        plan_code=plan.code,
        plan_name=plan.name,
        status=subscription.status,
        entitlements=_of_plan(plan, offered),
        trial_ends_at=subscription.trial_ends_at,
        period_end=subscription.period_end,
        cancel_at_period_end=subscription.cancel_at_period_end,
        warned=tuple(Warned(Meter(one.meter), one.threshold, one.used, one.allowed) for one in notices),
    )


def _key(tenant_id: int) -> str:
    return f"plan_status:{tenant_id}"
