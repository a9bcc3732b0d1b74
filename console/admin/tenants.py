"""Businesses in the operators' console."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from console.admin.actions import with_actions
from console.admin.base import ReadOnlyAdmin
from console.cards.section import About
from console.order import BACKUP_ACTIONS, BUSINESS_ACTIONS, cards_of, possible_actions
from tenants.archives.models import Backup, DataExport
from tenants.domains.models import CustomDomain
from tenants.life.enums import TenantState
from tenants.life.models import Domain, PendingSignUp, Tenant
from tenants.schemas.models import SpareSchema
from tenants.schemas.queries.template import fingerprint
from tenants.upgrades.models import SchemaMigration


@admin.register(Tenant)
@with_actions(BUSINESS_ACTIONS)
class TenantAdmin(ReadOnlyAdmin):
    """Each business with its cards (console.order); what it sold and to whom stays in its schema."""

    list_display = ("name", "host", "state", "state_since", "created_at", "schema_name")
    list_filter = ("state",)
    search_fields = ("name", "domains__domain", "schema_name")
    ordering = ("-created_at",)
    change_form_outer_before_template = "console/sections.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenant]:
        tenants: QuerySet[Tenant] = super().get_queryset(request).prefetch_related("domains")
        return tenants

    def get_fieldsets(self, request: HttpRequest, obj: Tenant | None = None) -> list[Any]:  # noqa: ARG002
        """None: everything about a business stands in its cards."""
        return []

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list[Any]:
        """Those that the business's state allows; the operations would refuse the others."""
        tenant = Tenant.objects.filter(pk=object_id).first()
        possible = possible_actions(TenantState(tenant.state)) if tenant else []
        return [one for one in super().get_actions_detail(request, object_id) if one.path in possible]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tenant = get_object_or_404(Tenant, pk=object_id)
        schema = "" if tenant.state == TenantState.DELETED else tenant.schema_name
        cards = cards_of(About(tenant.pk, schema, timezone.now()))
        page: HttpResponse = super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "sections": cards}
        )
        return page

    @admin.display(description="Host")
    def host(self, tenant: Tenant) -> str:
        return ", ".join(domain.domain for domain in tenant.domains.all())


@admin.register(Domain)
class DomainAdmin(ReadOnlyAdmin):
    list_display = ("domain", "tenant", "is_primary")
    list_select_related = ("tenant",)
    search_fields = ("domain", "tenant__name")


@admin.register(CustomDomain)
class CustomDomainAdmin(ReadOnlyAdmin):
    """Hosts that businesses claim, and whether the DNS proves it."""

    list_display = ("host", "tenant", "verified_at", "checked_at", "problem")
    list_select_related = ("tenant",)
    search_fields = ("host", "tenant__name")
    exclude = ("token",)


@admin.register(DataExport)
class DataExportAdmin(ReadOnlyAdmin):
    """Archives that owners asked for, and the last ones of businesses that are gone."""

    list_display = ("tenant", "state", "requested_by", "requested_at", "made_at", "size", "is_last", "expires_at")
    list_filter = ("state", "is_last")
    list_select_related = ("tenant",)
    search_fields = ("tenant__name",)
    ordering = ("-requested_at",)


@admin.register(Backup)
@with_actions(BACKUP_ACTIONS)
class BackupAdmin(ReadOnlyAdmin):
    """Copies of businesses: each night's, and those that operators asked for."""

    list_display = ("tenant", "made_at", "size", "sha256")
    list_select_related = ("tenant",)
    search_fields = ("tenant__name", "tenant__schema_name")
    ordering = ("-made_at",)


@admin.register(PendingSignUp)
class PendingSignUpAdmin(ReadOnlyAdmin):
    """Sign-ups that broke off and wait to be finished or undone."""

    list_display = ("tenant", "email", "started_at", "attempts")
    list_select_related = ("tenant",)
    exclude = ("password",)


@admin.register(SpareSchema)
class SpareSchemaAdmin(ReadOnlyAdmin):
    """The pool's level. Spares of older code are dropped with the next refill."""

    list_display = ("schema_name", "made_at", "fits")

    @admin.display(description="Fits the running code", boolean=True)
    def fits(self, spare: SpareSchema) -> bool:
        return spare.fingerprint == fingerprint()


@admin.register(SchemaMigration)
class SchemaMigrationAdmin(ReadOnlyAdmin):
    """How far each business's schema came in the last run of `manage.py migrate_tenants`."""

    list_display = ("tenant", "state", "started_at", "finished_at", "error")
    list_filter = ("state",)
    list_select_related = ("tenant",)
    search_fields = ("tenant__name", "tenant__schema_name", "error")
    ordering = ("-started_at",)
