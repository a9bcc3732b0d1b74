"""What a business's plan allows, and the one way to claim room for more of something.

config.edge.entitlements says at each request what that is, from the row of the business's plan
(billing.queries.entitlements); work without a request (a command, a nightly task of the installation) has no limits.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from django.db import connection
from django.db.models import QuerySet

from kernel.errors import DomainError
from kernel.transactions import require_transaction


class Meter(StrEnum):
    """What plans limit. The first three are claimed here; sales never are: the till is never blocked by a quota."""

    OUTLETS = "outlets"
    PEOPLE = "people"
    PRODUCTS = "products"
    SALES = "sales"
    API_CALLS = "api_calls"

    @property
    def label(self) -> str:
        """As people read it."""
        return _LABELS[self]

    @property
    def label_of_one(self) -> str:
        """The same of a single one."""
        return _LABELS_OF_ONE[self]


_LABELS = {
    Meter.OUTLETS: "outlets",
    Meter.PEOPLE: "people",
    Meter.PRODUCTS: "products",
    Meter.SALES: "sales a month",
    Meter.API_CALLS: "API calls a minute",
}


_LABELS_OF_ONE = {
    Meter.OUTLETS: "outlet",
    Meter.PEOPLE: "person",
    Meter.PRODUCTS: "product",
    Meter.SALES: "sale a month",
    Meter.API_CALLS: "API call a minute",
}


class Feature(StrEnum):
    """What a plan has beyond its numbers."""

    API = "api"
    CUSTOM_DOMAIN = "custom_domain"
    PRIORITY_SUPPORT = "priority_support"
    WEBHOOKS = "webhooks"

    @property
    def label(self) -> str:
        """As people read it."""
        return _FEATURES[self]


_FEATURES = {
    Feature.API: "REST API and keys",
    Feature.CUSTOM_DOMAIN: "A domain of your own",
    Feature.PRIORITY_SUPPORT: "Priority support",
    Feature.WEBHOOKS: "Webhooks to your own systems",
}


@dataclass(frozen=True, slots=True)
class Allowance:
    """A limit (None is none), and the name of the cheapest plan with a higher one ("" when there is none)."""

    limit: int | None
    lifted_by: str = ""


class QuotaReached(DomainError):
    """The plan has no room for more; `data` names meter, limit, use, and the plan that would lift it."""

    code: ClassVar[str] = "quota_reached"
    title: ClassVar[str] = "Your plan has no room for more"
    status: ClassVar[int] = 402


class NotInPlan(DomainError):
    """The plan hasn't the feature; `data` names it, and the plan that has."""

    code: ClassVar[str] = "not_in_plan"
    title: ClassVar[str] = "Your plan does not include this"
    status: ClassVar[int] = 402


@dataclass(frozen=True, slots=True)
class Entitlements:
    """What a plan comes to. `had_by` names the cheapest plan with a feature that this one lacks."""

    allowances: Mapping[Meter, Allowance] = field(default_factory=dict)
    features: frozenset[Feature] = frozenset(Feature)
    had_by: Mapping[Feature, str] = field(default_factory=dict)

    def includes(self, feature: Feature) -> bool:
        """Whether the plan has it."""
        return feature in self.features

    def allowance(self, meter: Meter) -> Allowance:
        """What is allowed of a meter; nothing said is no limit."""
        return self.allowances.get(meter, Allowance(None))


NO_LIMITS = Entitlements()

entitlements: ContextVar[Entitlements] = ContextVar("entitlements", default=NO_LIMITS)


def require_feature(feature: Feature) -> None:
    """NotInPlan unless the plan includes the feature."""
    allowed = entitlements.get()
    if not allowed.includes(feature):
        plan = allowed.had_by.get(feature, "")
        detail = f"{feature.label}: your plan does not include it." + (f" {plan} does." if plan else "")
        raise NotInPlan(detail, feature=feature, upgrade_to=plan or None)


def claim_room(meter: Meter, counted: QuerySet[Any], *, adding: int = 1) -> None:
    """Make sure that `adding` more fit in; call it before writing them. QuotaReached when they don't.

    The table is locked against other writers until the commit: of two who see one place left only one gets it.
    """
    require_transaction()
    allowance = entitlements.get().allowance(meter)
    if allowance.limit is None:
        return
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(counted.model._meta.db_table)  # noqa: SLF001 (Django's public name for it)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    used = counted.count()
    if used + adding > allowance.limit:
        raise QuotaReached(
            f"Your plan allows {allowance.limit} {_named(meter, allowance.limit)}, and you have {used}."
            + (f" {allowance.lifted_by} allows more." if allowance.lifted_by else ""),
            meter=meter,
            limit=allowance.limit,
            used=used,
            upgrade_to=allowance.lifted_by or None,
        )


def _named(meter: Meter, amount: int) -> str:
    return meter.label_of_one if amount == 1 else meter.label
