"""What the operators' console may do: look, and carry out operations. Nobody edits rows there."""

from typing import cast

from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from kernel.actors import Actor


class _LookOnly:
    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_operator(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return _is_operator(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False


class LookOnlyAdmin(_LookOnly, ModelAdmin):  # type: ignore[misc]
    """A list and a page of a model, read-only; its actions call operations."""

    actions_detail_hide_default = True  # Django's own history: the trail says more


class LookOnlyInline(_LookOnly, TabularInline):  # type: ignore[misc]
    """Rows that belong to the page's."""

    extra = 0


def _is_operator(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_staff", False) and request.user.is_active)


def operator_of(request: HttpRequest) -> Actor:
    """Who acts in the console; its pages let nobody else in."""
    return cast("Actor", request.user)
