from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import TenantView
from api.examples import CLOSING
from api.serializers.closing import ClosingSerializer, NewClosingSerializer
from kernel.permissions import Permission
from tenants.life.operations.cancel_closing import ask_to_cancel_closing
from tenants.life.operations.close_business import ask_to_close
from tenants.life.queries.tenants import tenant_by_id


class _Closing(TenantView):
    serializer_class = ClosingSerializer
    account = True

    def closing(self, tenant: object) -> Any:  # noqa: ANN401 (JSON)
        return self.shown(ClosingSerializer, tenant)


class BusinessClosing(_Closing):
    """The end of the business."""

    permissions = {"GET": Permission.COMPANY_BUSINESS_CLOSE, "POST": Permission.COMPANY_BUSINESS_CLOSE}

    def get(self, request: Request) -> Response:
        """Show when the business will be deleted; null unless it was closed."""
        return Response(self.closing(tenant_by_id(self.tenant_id)))

    @extend_schema(request=NewClosingSerializer, responses={201: ClosingSerializer}, examples=[CLOSING])
    def post(self, request: Request) -> Response:
        """Close the business: it rests for 30 days, then everything is deleted."""
        typed = self.read(NewClosingSerializer)
        return self.answer_cross_schema(
            lambda: ask_to_close(actor=self.actor, tenant_id=self.tenant_id, now=self.now, **typed), self.closing
        )


class ClosingCancellation(_Closing):
    """Cancel the closing."""

    permissions = {"POST": Permission.COMPANY_BUSINESS_CLOSE}

    @extend_schema(request=None, responses={200: ClosingSerializer})
    def post(self, request: Request) -> Response:
        """Cancel the closing: the business goes on."""
        return self.answer_cross_schema(
            lambda: ask_to_cancel_closing(actor=self.actor, tenant_id=self.tenant_id, now=self.now),
            self.closing,
            status=200,
        )
