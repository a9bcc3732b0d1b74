from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import OutletListView, TenantView
from api.examples import OPENING_STOCK, REVERSING
from api.serializers.books import ReasonSerializer
from api.serializers.stock import (
    BatchSerializer,
    MovementSerializer,
    OpeningStockDoneSerializer,
    OpeningStockRowSerializer,
    OpeningStockSerializer,
    StockLevelSerializer,
    opening_stock_command,
)
from inventory.stock.operations.record_opening_stock import record_opening_stock
from inventory.stock.operations.reverse_opening_stock import reverse_opening_stock
from inventory.stock.queries.listings import BATCHES, LEVELS, MOVEMENTS, OPENINGS
from inventory.stock.queries.openings import openings
from kernel.permissions import Permission

_PRODUCT = ["variation__sku", "variation__product__name", "variation__name"]


class StockLevels(OutletListView):
    """What each outlet has of each variation."""

    permissions = {"GET": Permission.STOCK_LEVEL_READ}
    serializer_class = StockLevelSerializer
    listing = LEVELS

    def get(self, request: Request) -> Response:
        """List stock levels of the outlets you work at."""
        return self.listed(StockLevelSerializer)


class Batches(OutletListView):
    """The batches in stock."""

    permissions = {"GET": Permission.STOCK_LEVEL_READ}
    serializer_class = BatchSerializer
    listing = BATCHES

    def get(self, request: Request) -> Response:
        """List batches in stock at the outlets you work at."""
        return self.listed(BatchSerializer)


class Movements(OutletListView):
    """Every change of every batch, newest first."""

    permissions = {"GET": Permission.STOCK_MOVEMENT_READ}
    serializer_class = MovementSerializer
    listing = MOVEMENTS

    def get(self, request: Request) -> Response:
        """List stock movements at the outlets you work at."""
        return self.listed(MovementSerializer)


class OpeningStocks(OutletListView):
    """Goods of before the books."""

    permissions = {"GET": Permission.STOCK_OPENING_RECORD, "POST": Permission.STOCK_OPENING_RECORD}
    serializer_class = OpeningStockRowSerializer
    listing = OPENINGS

    def get(self, request: Request) -> Response:
        """List the opening stock that was recorded at the outlets you work at."""
        return self.listed(OpeningStockRowSerializer)

    @extend_schema(
        request=OpeningStockSerializer, responses={201: OpeningStockDoneSerializer}, examples=[OPENING_STOCK]
    )
    def post(self, request: Request) -> Response:
        """Record opening stock: batches on the shelf, and their value against opening balance equity."""
        command = opening_stock_command(self.read(OpeningStockSerializer))
        return self.answer(
            lambda: record_opening_stock(actor=self.actor, command=command, now=self.now),
            lambda done: self.shown(OpeningStockDoneSerializer, done),
        )


class OpeningStockReversal(TenantView):
    """Taking an opening stock back."""

    permissions = {"POST": Permission.STOCK_OPENING_RECORD}
    serializer_class = OpeningStockRowSerializer

    @extend_schema(request=ReasonSerializer, responses=OpeningStockRowSerializer, examples=[REVERSING])
    def post(self, request: Request, opening_id: UUID) -> Response:
        """Reverse an opening stock as a whole, today; `insufficient_stock` (409) names what was sold or moved since."""
        reason = self.read(ReasonSerializer)["reason"]
        return self.answer(
            lambda: reverse_opening_stock(actor=self.actor, opening_id=opening_id, reason=reason, now=self.now),
            lambda _: self.shown(OpeningStockRowSerializer, openings(self.scope).get(source_id=opening_id)),
            status=200,
        )
