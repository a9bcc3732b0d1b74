"""Lists and pages of models, for operators to read. Nobody edits rows there; actions call operations."""

from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from console.access import comes_from_operator


class _ReadOnly:
    def has_module_permission(self, request: HttpRequest) -> bool:
        return comes_from_operator(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return comes_from_operator(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False


class ReadOnlyAdmin(_ReadOnly, ModelAdmin):  # type: ignore[misc]
    """A list and a page of a model, read-only; its actions call operations."""

    actions_detail_hide_default = True  # Django's own history: the trail says more


class ReadOnlyInline(_ReadOnly, TabularInline):  # type: ignore[misc]
    """Rows that belong to the page's."""

    extra = 0
