"""Businesses in the operators' console."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from kernel.console import LookOnlyAdmin, LookOnlyInline, operator_of
from kernel.errors import DomainError
from tenants.enums import TenantState
from tenants.models import Domain, PendingSignUp, SpareSchema, Tenant
from tenants.operations.change_state import change_state
from tenants.queries.template import fingerprint


class DomainInline(LookOnlyInline):
    model = Domain
    fields = ("domain", "is_primary")


@admin.register(Tenant)
class TenantAdmin(LookOnlyAdmin):
    """State, hosts and age of each business; its data stays in its schema and can't be seen from here."""

    list_display = ("name", "host", "state", "state_since", "created_at", "schema_name")
    list_filter = ("state",)
    search_fields = ("name", "domains__domain", "schema_name")
    ordering = ("-created_at",)
    inlines = (DomainInline,)
    actions = ("suspend", "reinstate")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenant]:
        tenants: QuerySet[Tenant] = super().get_queryset(request).prefetch_related("domains")
        return tenants

    @admin.display(description="Host")
    def host(self, tenant: Tenant) -> str:
        return ", ".join(domain.domain for domain in tenant.domains.all())

    @admin.action(description="Suspend: the host answers nobody, background work stops")
    def suspend(self, request: HttpRequest, chosen: QuerySet[Tenant]) -> None:
        _move(request, chosen, TenantState.SUSPENDED)

    @admin.action(description="Reinstate")
    def reinstate(self, request: HttpRequest, chosen: QuerySet[Tenant]) -> None:
        _move(request, chosen, TenantState.ACTIVE)


def _move(request: HttpRequest, chosen: QuerySet[Tenant], to: TenantState) -> None:
    for tenant in chosen:
        try:
            change_state(actor=operator_of(request), tenant_id=tenant.pk, to=to, now=timezone.now())
        except DomainError as refused:
            messages.error(request, f"{tenant.name}: {refused.detail}")
        else:
            messages.success(request, f"{tenant.name} is {to.replace('_', ' ')}.")


@admin.register(Domain)
class DomainAdmin(LookOnlyAdmin):
    list_display = ("domain", "tenant", "is_primary")
    list_select_related = ("tenant",)
    search_fields = ("domain", "tenant__name")


@admin.register(PendingSignUp)
class PendingSignUpAdmin(LookOnlyAdmin):
    """Sign-ups that broke off and wait to be finished or undone."""

    list_display = ("tenant", "email", "started_at", "attempts")
    list_select_related = ("tenant",)
    exclude = ("password",)


@admin.register(SpareSchema)
class SpareSchemaAdmin(LookOnlyAdmin):
    """The pool's level. Spares of older code are dropped with the next refill."""

    list_display = ("schema_name", "made_at", "fits")

    @admin.display(description="Fits the running code", boolean=True)
    def fits(self, spare: SpareSchema) -> bool:
        return spare.fingerprint == fingerprint()
