from django.db.models import QuerySet

from company.scope import Scope
from inventory.stock.models import Batch, LocationStock, StockMovement
from inventory.stock.queries.watch import OUT_OF_STOCK, RUNNING_LOW
from kernel.permissions import Permission


def stock_levels(scope: Scope) -> QuerySet[LocationStock]:
    """What the outlets have of each variation, with product and outlet. One statement."""
    scope.require(Permission.STOCK_LEVEL_READ)
    return LocationStock.objects.filter(
        outlet__in=scope.outlet_ids, variation__product__archived_at__isnull=True
    ).select_related("outlet", "variation__product__category")


def low_stock(scope: Scope) -> QuerySet[LocationStock]:
    """The levels running low or out, lowest first."""
    return stock_levels(scope).filter(RUNNING_LOW | OUT_OF_STOCK).order_by("quantity", "variation__product__name", "pk")


def batches(scope: Scope) -> QuerySet[Batch]:
    """The batches that are in stock at the outlets, with product and outlet. One statement."""
    scope.require(Permission.STOCK_LEVEL_READ)
    return Batch.objects.filter(outlet__in=scope.outlet_ids, in_stock=True).select_related(
        "outlet", "variation__product__category"
    )


def movements(scope: Scope) -> QuerySet[StockMovement]:
    """Every change of every batch at the outlets, with names. One statement."""
    scope.require(Permission.STOCK_MOVEMENT_READ)
    return StockMovement.objects.filter(outlet__in=scope.outlet_ids).select_related(
        "outlet", "batch", "variation__product", "actor"
    )
