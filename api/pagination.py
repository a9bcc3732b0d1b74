import sys
from functools import reduce
from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    """Cursor pages, newest or first by the view's ordering; `page_size` up to 200."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    offset_cutoff = sys.maxsize
    """Ever so many rows may share a moment (a delivery's): a cut-off would show the same page for ever."""

    ordering = "pk"

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:  # noqa: ANN401 (DRF's own)
        """The ordering asked for, with the key behind it so that no two rows are alike."""
        ordering = super().get_ordering(request, queryset, view)
        if {"pk", "-pk"} & set(ordering):
            return tuple(ordering)
        return (*ordering, "-pk" if ordering[0].startswith("-") else "pk")

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """As DRF describes it, and null at either end."""
        described: dict[str, Any] = super().get_paginated_response_schema(schema)
        for end in ("next", "previous"):
            described["properties"][end] = {"type": ["string", "null"], "format": "uri"}
        described["required"] = ["next", "previous", "results"]
        return described

    def decode_cursor(self, request: Any) -> Any:  # noqa: ANN401 (DRF's own)
        """A position with a null character fits no column."""
        cursor = super().decode_cursor(request)
        if cursor and "\0" in str(cursor.position):
            raise NotFound(self.invalid_cursor_message)
        return cursor

    def _get_position_from_instance(self, instance: Any, ordering: Any) -> str:  # noqa: ANN401 (DRF's own)
        """The value of the first field of the ordering, which may be a related row's: `variation__sku`."""
        value = reduce(getattr, ordering[0].lstrip("-").split("__"), instance)
        return str(value)


PAGE_PARAMETERS = frozenset({Pages.cursor_query_param, Pages.page_size_query_param})
