"""Which businesses there are. All of these read the public schema, wherever they are called."""

from django.db.models import Q

from kernel.schemas import PUBLIC, in_schema
from tenants.life.enums import TenantState
from tenants.life.models import Domain, Tenant
from tenants.life.queries.hosts import normalised_host
from tenants.life.rules.lifecycle import CLOSING_STATES, WORKING


def is_working(schema: str) -> bool:
    """Whether the schema is that of a business for which work is done."""
    with in_schema(PUBLIC):
        return bool(Tenant.objects.filter(schema_name=schema, state__in=WORKING).exists())


def resting_state(schema: str) -> TenantState | None:
    """The state of a business for which no work is done now, and may be again; None for any other schema."""
    with in_schema(PUBLIC):
        resting = Tenant.objects.filter(schema_name=schema).exclude(state__in={*WORKING, TenantState.DELETED})
        state = resting.values_list("state", flat=True).first()
        return TenantState(state) if state else None


def is_closing(tenant_id: int) -> bool:
    """Whether the business was closed, and isn't deleted yet."""
    with in_schema(PUBLIC):
        return bool(Tenant.objects.filter(pk=tenant_id, state__in=CLOSING_STATES).exists())


def working_schemas() -> list[str]:
    """The schemas of all businesses for which work is done, oldest first."""
    with in_schema(PUBLIC):
        return list(Tenant.objects.filter(state__in=WORKING).order_by("pk").values_list("schema_name", flat=True))


def primary_host(schema: str) -> str:
    """The host that a business's mails point to."""
    with in_schema(PUBLIC):
        return str(Domain.objects.get(tenant__schema_name=schema, is_primary=True))


def tenant_by_id(tenant_id: int) -> Tenant | None:
    """A business in whatever state."""
    with in_schema(PUBLIC):
        found: Tenant | None = Tenant.objects.filter(pk=tenant_id).first()
        return found


def tenant_by_schema(schema: str) -> Tenant:
    """The business whose schema that is."""
    with in_schema(PUBLIC):
        found: Tenant = Tenant.objects.get(schema_name=schema)
        return found


def tenant_named(business: str) -> Tenant | None:
    """The business with that host or that schema, in whatever state."""
    with in_schema(PUBLIC):
        named = Q(domains__domain=normalised_host(business)) | Q(schema_name=business)
        found: Tenant | None = Tenant.objects.filter(named).first()
        return found


def businesses() -> list[int]:
    """The ids of all businesses that were ever open and are still there, oldest first."""
    with in_schema(PUBLIC):
        there = Tenant.objects.exclude(state__in=[TenantState.OPENING, TenantState.DELETED])
        return list(there.order_by("pk").values_list("pk", flat=True))
