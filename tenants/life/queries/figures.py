"""How many businesses there are, and what one of them is. On the public schema."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from kernel.errors import NotFound
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.rules.lifecycle import WORKING


@dataclass(frozen=True, slots=True)
class SignUps:
    """Businesses that opened within the last 7 and 30 days, whatever became of them."""

    week: int
    month: int


@dataclass(frozen=True, slots=True)
class HostInfo:
    """A host that a business answers at; mails and links point to the primary one."""

    host: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class BusinessDetails:
    """A business as operators see it, its primary host first. `schema` is "" when it was deleted."""

    id: int
    name: str
    schema: str
    state: TenantState
    state_since: datetime
    created_at: datetime
    closes_at: datetime | None
    hosts: tuple[HostInfo, ...]


def businesses_by_state() -> dict[TenantState, int]:
    """Only states that some business is in. One statement."""
    counted = Tenant.objects.values_list("state").annotate(Count("pk"))
    return {TenantState(state): count for state, count in counted}


def sign_ups(now: datetime) -> SignUps:
    """Not those that are still opening. One statement."""
    opened = Tenant.objects.exclude(state=TenantState.OPENING)
    return SignUps(
        **opened.aggregate(
            week=Count("pk", filter=Q(created_at__gte=now - timedelta(days=7))),
            month=Count("pk", filter=Q(created_at__gte=now - timedelta(days=30))),
        )
    )


def business_details(tenant_id: int) -> BusinessDetails:
    """Two statements. NotFound."""
    tenant = Tenant.objects.prefetch_related("domains").filter(pk=tenant_id).first()
    if tenant is None:
        raise NotFound
    hosts = sorted(tenant.domains.all(), key=lambda domain: not domain.is_primary)
    return BusinessDetails(
        id=tenant.pk,
        name=tenant.name,
        schema="" if tenant.state == TenantState.DELETED else tenant.schema_name,
        state=TenantState(tenant.state),
        state_since=tenant.state_since,
        created_at=tenant.created_at,
        closes_at=tenant.closes_at,
        hosts=tuple(HostInfo(domain.domain, domain.is_primary) for domain in hosts),
    )


def working_since(moment: datetime) -> dict[int, str]:
    """The names of the businesses for which work is done and was done at that moment, by id. One statement."""
    working = Tenant.objects.filter(state__in=WORKING, state_since__lte=moment)
    return dict(working.order_by("pk").values_list("pk", "name"))


def names_of(schemas: Collection[str]) -> dict[str, str]:
    """The names of the businesses whose schemas are among these, by schema. One statement."""
    return dict(Tenant.objects.filter(schema_name__in=schemas).values_list("schema_name", "name"))
