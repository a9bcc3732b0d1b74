"""Businesses in the operators' console."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from unfold.decorators import action

from console import actions
from console.admin.base import LookOnlyAdmin
from console.cards.base import About, all_facts
from tenants.archives.models import Backup, DataExport
from tenants.domains.models import CustomDomain
from tenants.life.enums import TenantState
from tenants.life.models import Domain, PendingSignUp, Tenant
from tenants.schemas.models import SpareSchema
from tenants.schemas.queries.template import fingerprint
from tenants.upgrades.models import SchemaMigration


@admin.register(Tenant)
class TenantAdmin(LookOnlyAdmin):
    """Each business with what the rooms tell of it; what it sold and to whom stays in its schema."""

    list_display = ("name", "host", "state", "state_since", "created_at", "schema_name")
    list_filter = ("state",)
    search_fields = ("name", "domains__domain", "schema_name")
    ordering = ("-created_at",)
    actions_detail = ("visit", "suspend", "reinstate", "close", "keep", "back_up")
    change_form_outer_before_template = "console/sections.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenant]:
        tenants: QuerySet[Tenant] = super().get_queryset(request).prefetch_related("domains")
        return tenants

    def get_fieldsets(self, request: HttpRequest, obj: Tenant | None = None) -> list[Any]:  # noqa: ARG002
        """None: what there is to tell of a business stands in its sections."""
        return []

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[Any]:
        """Those that the business's state allows; the operations would refuse the others."""
        tenant = Tenant.objects.filter(pk=object_id).first()
        possible = actions.possible_for(tenant) if tenant else set()
        return [one for one in super().get_actions_detail(request, object_id) if one.path in possible]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tenant = get_object_or_404(Tenant, pk=object_id)
        schema = "" if tenant.state == TenantState.DELETED else tenant.schema_name
        told = all_facts(About(tenant.pk, schema, timezone.now()))
        page: HttpResponse = super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "sections": told}
        )
        return page

    @admin.display(description="Host")
    def host(self, tenant: Tenant) -> str:
        return ", ".join(domain.domain for domain in tenant.domains.all())

    @action(description="Look in as …", icon="visibility")  # type: ignore[untyped-decorator]
    def visit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return actions.visit(request, object_id, self.admin_site)

    @action(description="Suspend …", icon="block")  # type: ignore[untyped-decorator]
    def suspend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return actions.suspend(request, object_id, self.admin_site)

    @action(description="Reinstate …", icon="check_circle")  # type: ignore[untyped-decorator]
    def reinstate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return actions.reinstate(request, object_id, self.admin_site)

    @action(description="Close …", icon="event_busy")  # type: ignore[untyped-decorator]
    def close(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return actions.close(request, object_id, self.admin_site)

    @action(description="Keep …", icon="event_available")  # type: ignore[untyped-decorator]
    def keep(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return actions.keep(request, object_id, self.admin_site)

    @action(description="Back up …", icon="save")  # type: ignore[untyped-decorator]
    def back_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return actions.back_up(request, object_id, self.admin_site)


@admin.register(Domain)
class DomainAdmin(LookOnlyAdmin):
    list_display = ("domain", "tenant", "is_primary")
    list_select_related = ("tenant",)
    search_fields = ("domain", "tenant__name")


@admin.register(CustomDomain)
class CustomDomainAdmin(LookOnlyAdmin):
    """Hosts that businesses claim, and whether the DNS proves it."""

    list_display = ("host", "tenant", "verified_at", "checked_at", "problem")
    list_select_related = ("tenant",)
    search_fields = ("host", "tenant__name")
    exclude = ("token",)


@admin.register(DataExport)
class DataExportAdmin(LookOnlyAdmin):
    """Archives that owners asked for, and the last ones of businesses that are gone."""

    list_display = ("tenant", "state", "requested_by", "requested_at", "made_at", "size", "is_last", "expires_at")
    list_filter = ("state", "is_last")
    list_select_related = ("tenant",)
    search_fields = ("tenant__name",)
    ordering = ("-requested_at",)


@admin.register(Backup)
class BackupAdmin(LookOnlyAdmin):
    """Copies of businesses: each night's, and those that operators asked for."""

    list_display = ("tenant", "made_at", "size", "sha256")
    list_select_related = ("tenant",)
    search_fields = ("tenant__name", "tenant__schema_name")
    ordering = ("-made_at",)
    actions_detail = ("restore",)

    @action(description="Restore …", icon="settings_backup_restore")  # type: ignore[untyped-decorator]
    def restore(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return actions.restore(request, object_id, self.admin_site)


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


@admin.register(SchemaMigration)
class SchemaMigrationAdmin(LookOnlyAdmin):
    """How far each business's schema came in the last run of `manage.py migrate_tenants`."""

    list_display = ("tenant", "state", "started_at", "finished_at", "error")
    list_filter = ("state",)
    list_select_related = ("tenant",)
    search_fields = ("tenant__name", "tenant__schema_name", "error")
    ordering = ("-started_at",)
