from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import OutletListView, TenantView
from api.examples import OPENING_STOCK
from api.serializers.stock import (
    BatchSerializer,
    MovementSerializer,
    OpeningStockDoneSerializer,
    OpeningStockSerializer,
    StockLevelSerializer,
    opening_stock_command,
)
from inventory.stock.operations.record_opening_stock import record_opening_stock
from inventory.stock.queries.listings import BATCHES, LEVELS, MOVEMENTS
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


class OpeningStocks(TenantView):
    """Goods of before the books."""

    permissions = {"POST": Permission.STOCK_OPENING_RECORD}
    serializer_class = OpeningStockSerializer

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
