from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from accounting.ledger.queries.entries import entry_number
from accounting.ledger.rules.documents import DocumentKind
from company.scope import Scope
from inventory.stock.models import StockDocument, StockMovement
from kernel.permissions import Permission


def openings(scope: Scope) -> QuerySet[StockDocument]:
    """The opening stock that was recorded at the outlets. One statement.

    With `number` ("" of goods worth nothing), `lines`, and `is_reversed`.
    """
    scope.require(Permission.STOCK_OPENING_RECORD)
    of_it = {"source_type": OuterRef("source_type"), "source_id": OuterRef("source_id")}
    lines = StockMovement.objects.filter(**of_it).order_by().values("source_id").annotate(n=Count("pk")).values("n")
    reversal = StockDocument.objects.filter(
        source_type=DocumentKind.OPENING_STOCK_REVERSAL, source_id=OuterRef("source_id")
    )
    return (
        StockDocument.objects.filter(source_type=DocumentKind.OPENING_STOCK, outlet__in=scope.outlet_ids)
        .select_related("outlet")
        .annotate(
            number=entry_number(),
            lines=Subquery(lines),
            is_reversed=Exists(reversal),
        )
    )
