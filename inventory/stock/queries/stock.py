from datetime import date

from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Coalesce

from company.scope import Scope
from inventory.stock.enums import StockState
from inventory.stock.models import Batch, LocationStock, StockMovement
from inventory.stock.queries.watch import STATE, STATES
from kernel.permissions import Permission


def stock_levels(scope: Scope) -> QuerySet[LocationStock]:
    """What the outlets have of each variation, with its `state`, product and outlet. One statement."""
    scope.require(Permission.STOCK_LEVEL_READ)
    return (
        LocationStock.objects.filter(outlet__in=scope.outlet_ids, variation__product__archived_at__isnull=True)
        .select_related("outlet", "variation__product__category")
        .annotate(state=STATE)
    )


def low_stock(scope: Scope) -> QuerySet[LocationStock]:
    """The levels running low or out, lowest first."""
    levels = stock_levels(scope).filter(STATES[StockState.LOW] | STATES[StockState.OUT])
    return levels.order_by("quantity", "variation__product__name", "pk")


def batches(scope: Scope) -> QuerySet[Batch]:
    """The batches that are in stock at the outlets, with product and outlet. One statement.

    `last_day` is when a batch expires, and far off for what never does, so that an order by it has no gaps.
    """
    scope.require(Permission.STOCK_LEVEL_READ)
    return (
        Batch.objects.filter(outlet__in=scope.outlet_ids, in_stock=True)
        .select_related("outlet", "variation__product__category")
        .annotate(last_day=Coalesce("expires_on", Value(date.max), output_field=DateField()))
    )


def movements(scope: Scope) -> QuerySet[StockMovement]:
    """Every change of every batch at the outlets, with names. One statement."""
    scope.require(Permission.STOCK_MOVEMENT_READ)
    return StockMovement.objects.filter(outlet__in=scope.outlet_ids).select_related(
        "outlet", "batch", "variation__product", "actor"
    )
