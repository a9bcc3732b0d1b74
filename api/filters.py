"""What lists can be narrowed down by. Ranges include both ends."""

from typing import Any

import django_filters as filters
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.request import Request

from inventory.stock.enums import MovementKind
from kernel.search import MAX_WORDS
from webhooks.enums import DeliveryState


class WordFilter(SearchFilter):
    """`search=` takes as many words as the pages' search does."""

    def get_search_terms(self, request: Request) -> list[str]:
        return list(super().get_search_terms(request))[:MAX_WORDS]


LIST_FILTERS: list[Any] = [DjangoFilterBackend, WordFilter, OrderingFilter]


class ProductFilter(filters.FilterSet):
    category = filters.NumberFilter("category_id", min_value=1, max_value=2**63 - 1)
    archived = filters.BooleanFilter("archived_at", lookup_expr="isnull", exclude=True)
    sku = filters.CharFilter("variations__sku", lookup_expr="iexact", distinct=True)
    barcode = filters.CharFilter("variations__barcodes__code", distinct=True)


class OutletFilter(filters.FilterSet):
    outlet = filters.NumberFilter("outlet_id", min_value=1, max_value=2**63 - 1)


class StockLevelFilter(OutletFilter):
    variation = filters.NumberFilter("variation_id", min_value=1, max_value=2**63 - 1)


class BatchFilter(StockLevelFilter):
    expires_before = filters.DateFilter("expires_on", lookup_expr="lt")


class MovementFilter(StockLevelFilter):
    kind = filters.ChoiceFilter(choices=[(kind.value, kind.label) for kind in MovementKind])
    source_id = filters.UUIDFilter("source_id")


class SaleFilter(OutletFilter):
    number = filters.CharFilter("number")
    date_from = filters.DateFilter("business_date", lookup_expr="gte")
    date_to = filters.DateFilter("business_date", lookup_expr="lte")


class JournalFilter(OutletFilter):
    number = filters.CharFilter("number")
    source_id = filters.UUIDFilter("source_id")
    date_from = filters.DateFilter("date", lookup_expr="gte")
    date_to = filters.DateFilter("date", lookup_expr="lte")


class AuditFilter(filters.FilterSet):
    action = filters.CharFilter("action")
    actor = filters.NumberFilter("actor_id", min_value=1, max_value=2**63 - 1)
    target_type = filters.CharFilter("target_type")
    target_id = filters.CharFilter("target_id")


class DeliveryFilter(filters.FilterSet):
    endpoint = filters.NumberFilter("endpoint_id", min_value=1, max_value=2**63 - 1)
    event_id = filters.UUIDFilter("event_id")
    kind = filters.CharFilter("kind")
    state = filters.ChoiceFilter(choices=[(state.value, state.value) for state in DeliveryState])
