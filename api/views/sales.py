from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import OutletListView, TenantView
from api.examples import NEW_SALE, QUOTE, SALE
from api.serializers.sales import (
    CartSerializer,
    NewSaleSerializer,
    QuoteSerializer,
    SaleRowSerializer,
    SaleSerializer,
    cart_lines,
    sale_command,
)
from kernel.permissions import Permission
from sales.selling.operations.record_sale import record_sale
from sales.selling.queries import quote, sale_for
from sales.selling.queries.listings import SALES


class Sales(OutletListView):
    """Sales, newest first."""

    permissions = {"GET": Permission.SALES_SALE_READ, "POST": Permission.SALES_SALE_RECORD}
    serializer_class = SaleRowSerializer
    listing = SALES

    def get(self, request: Request) -> Response:
        """List sales of the outlets you work at."""
        return self.listed(SaleRowSerializer)

    @extend_schema(request=NewSaleSerializer, responses={201: SaleSerializer}, examples=[NEW_SALE, SALE])
    def post(self, request: Request) -> Response:
        """Record a sale.

        Stock leaves first-expired-first-out, the books are posted and a receipt is numbered, together or not at all.
        `insufficient_stock` (409) names every short line. Send an `Idempotency-Key`, and a repeated request is safe.
        """
        command = sale_command(self.read(NewSaleSerializer))
        return self.answer(
            lambda: record_sale(actor=self.actor, command=command, now=self.now),
            lambda sale: self.shown(SaleSerializer, sale),
            key=f"sale {command.id}" if command.id else None,
        )


class SaleDetail(TenantView):
    """One sale."""

    permissions = {"GET": Permission.SALES_SALE_READ}
    serializer_class = SaleSerializer

    @extend_schema(responses=SaleSerializer, examples=[SALE])
    def get(self, request: Request, sale_id: UUID) -> Response:
        """Show a sale with everything on its receipt."""
        return Response(self.shown(SaleSerializer, sale_for(self.scope, sale_id)))


class Quote(TenantView):
    """What a cart would come to."""

    permissions = {"POST": Permission.SALES_SALE_RECORD}
    serializer_class = CartSerializer

    @extend_schema(request=CartSerializer, responses={200: QuoteSerializer}, examples=[QUOTE])
    def post(self, request: Request) -> Response:
        """Price a cart with its taxes; nothing is written."""
        data = self.read(CartSerializer)
        cart = quote(
            self.scope,
            outlet_id=data["outlet_id"],
            lines=cart_lines(data),
            discount=data["discount"],
            now=self.now,
        )
        return Response(self.shown(QuoteSerializer, cart))
