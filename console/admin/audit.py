"""Dead letters and the operators' own trail. Both are rows of the public schema."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from audit.models import AuditEntry, DeadLetter
from audit.operations.retry_dead_letter import retry_dead_letter
from console.access import operator_of
from console.admin.base import ReadOnlyAdmin


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnlyAdmin):
    """Work that failed too often, of all businesses."""

    list_display = ("kind", "handler", "tenant_schema", "attempts", "failed_at", "retried_at")
    list_filter = ("kind", "handler")
    search_fields = ("tenant_schema", "event_id", "error")
    ordering = ("-failed_at",)
    actions = ("retry",)

    @admin.action(description="Retry")
    def retry(self, request: HttpRequest, chosen: QuerySet[DeadLetter]) -> None:
        for letter in chosen:
            retry_dead_letter(actor=operator_of(request), letter_id=letter.pk, now=timezone.now())
        messages.success(request, f"Handed over again: {len(chosen)}.")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor_name", "via", "action", "target_type", "target_id", "address")
    list_filter = ("action",)
    search_fields = ("actor_name", "target_id")
    ordering = ("-at",)
