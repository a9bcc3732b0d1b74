from django.db.models import QuerySet

from inventory.stock.models import Batch, LocationStock, StockMovement
from inventory.stock.queries.watch import OUT_OF_STOCK, RUNNING_LOW
from kernel.actors import Actor
from kernel.permissions import Permission


def stock_levels(actor: Actor, *, outlet_ids: list[int]) -> QuerySet[LocationStock]:
    """What the outlets have of each variation, with product and outlet. One statement."""
    actor.require(Permission.STOCK_LEVEL_READ)
    return LocationStock.objects.filter(
        outlet__in=outlet_ids, variation__product__archived_at__isnull=True
    ).select_related("outlet", "variation__product__category")


def low_stock(actor: Actor, *, outlet_ids: list[int]) -> QuerySet[LocationStock]:
    """The levels running low or out, lowest first."""
    return (
        stock_levels(actor, outlet_ids=outlet_ids)
        .filter(RUNNING_LOW | OUT_OF_STOCK)
        .order_by("quantity", "variation__product__name", "pk")
    )


def batches(actor: Actor, *, outlet_ids: list[int]) -> QuerySet[Batch]:
    """The batches that are in stock at the outlets, with product and outlet. One statement."""
    actor.require(Permission.STOCK_LEVEL_READ)
    return Batch.objects.filter(outlet__in=outlet_ids, in_stock=True).select_related(
        "outlet", "variation__product__category"
    )


def movements(actor: Actor, *, outlet_ids: list[int]) -> QuerySet[StockMovement]:
    """Every change of every batch at the outlets, with names. One statement."""
    actor.require(Permission.STOCK_MOVEMENT_READ)
    return StockMovement.objects.filter(outlet__in=outlet_ids).select_related(
        "outlet", "batch", "variation__product", "actor"
    )
