"""What the nightly proof found, in the operators' console."""

from django.contrib import admin

from console.admin.base import ReadOnlyAdmin
from insights.models import ProofRun


@admin.register(ProofRun)
class ProofRunAdmin(ReadOnlyAdmin):
    """Results of a month, the newest first; of no business is the one of the public schema."""

    list_display = ("at", "tenant", "is_right", "questions", "seconds")
    list_filter = ("is_right",)
    list_select_related = ("tenant",)
    search_fields = ("tenant__name", "tenant__schema_name")

    @admin.display(description="Found")
    def questions(self, run: ProofRun) -> str:
        return "; ".join(f"{found['question']} ({found['count']:,})" for found in run.findings)
