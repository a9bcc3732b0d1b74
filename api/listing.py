"""The lists of the API, made of the rooms' declarations (kernel.listings)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from kernel.filters import MAX_ID, Filter, FilterKind
from kernel.listings import ORDERING, SEARCH, Listing

_TYPES: dict[FilterKind, dict[str, Any]] = {
    FilterKind.CHOICE: {"type": "string"},
    FilterKind.DAY: {"type": "string", "format": "date"},
    FilterKind.FLAG: {"type": "boolean"},
    FilterKind.ID: {"type": "integer", "minimum": 1, "maximum": MAX_ID},
    FilterKind.TEXT: {"type": "string"},
    FilterKind.UUID: {"type": "string", "format": "uuid"},
}


class ListingFilter(BaseFilterBackend):
    """Search, filters and order of the view's `listing`, and their description."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:  # noqa: ANN401 (DRF's own)
        asked = view.listing.read(request.query_params, view.actor)
        if asked.wrong:
            raise ValidationError(dict(asked.wrong))
        return view.listing.narrowed(queryset, asked, view.business.today(view.now))  # type: ignore[no-any-return]

    def get_ordering(self, request: Request, _queryset: QuerySet[Any], view: Any) -> tuple[str, ...]:  # noqa: ANN401 (DRF's own)
        """What the cursor pages ask for."""
        return view.listing.order_of(view.listing.read(request.query_params, view.actor))  # type: ignore[no-any-return]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (DRF's own)
        listing: Listing[Any, Any] = view.listing
        orders = [sign + key for key in listing.orders for sign in ("", "-")]
        described = [_parameter(ORDERING, f"Which of these; {listing.order} if left out.", _array(orders))]
        if listing.matches:
            described.append(_parameter(SEARCH, "Words, all of which must be found.", {"type": "string"}))
        return [*described, *(_filter(each) for each in listing.filters)]


def _filter(each: Filter) -> dict[str, Any]:
    schema = dict(_TYPES[each.kind])
    if each.choices:
        schema["enum"] = [value for value, _ in each.choices]
    return _parameter(each.name, f"{each.label}.", schema)


def _array(values: list[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": values}}


def _parameter(name: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": name, "in": "query", "required": False, "description": description}
    if schema["type"] == "array":  # "-sold_at,number": one value with commas
        shown |= {"explode": False, "style": "form"}
    return {**shown, "schema": dict(schema)}
