"""Where the business's events are sent, and what came of it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import ListView, TenantView
from api.examples import NEW_ENDPOINT
from api.serializers.webhooks import (
    ChangedEndpointSerializer,
    DeliverySerializer,
    EndpointChangesSerializer,
    EndpointSerializer,
    MadeEndpointSerializer,
    NewEndpointSerializer,
)
from api.versions import asked_version, tagged
from kernel.permissions import Permission
from kernel.versions import ANY, version_of
from webhooks.enums import WebhookEvent
from webhooks.operations.change_endpoint import change_endpoint
from webhooks.operations.create_endpoint import CreateEndpoint, create_endpoint
from webhooks.operations.remove_endpoint import remove_endpoint
from webhooks.operations.resend_delivery import resend_delivery
from webhooks.operations.rotate_secret import rotate_secret
from webhooks.queries.listings import DELIVERIES, ENDPOINTS
from webhooks.queries.webhooks import endpoint, endpoint_as_it_is, endpoints
from webhooks.records import ChangeEndpoint


def _events(data: dict[str, Any]) -> frozenset[WebhookEvent]:
    return frozenset(map(WebhookEvent, data["events"]))


class Endpoints(ListView):
    """Systems that hear of events."""

    permissions = {"GET": Permission.WEBHOOKS_ENDPOINT_READ, "POST": Permission.WEBHOOKS_ENDPOINT_WRITE}
    serializer_class = EndpointSerializer
    listing = ENDPOINTS

    def get(self, request: Request) -> Response:
        """List webhooks."""
        return self.listed(EndpointSerializer)

    @extend_schema(request=NewEndpointSerializer, responses={201: MadeEndpointSerializer}, examples=[NEW_ENDPOINT])
    def post(self, request: Request) -> Response:
        """Send events to another system; the `secret` that signs them is shown in this answer only."""
        data = self.read(NewEndpointSerializer)
        command = CreateEndpoint(data["url"], _events(data))
        return self.answer_with_secret(
            lambda: create_endpoint(actor=self.actor, command=command, now=self.now),
            lambda made: self.shown(EndpointSerializer, made.endpoint),
        )


class EndpointDetail(TenantView):
    """One webhook."""

    permissions = {
        "GET": Permission.WEBHOOKS_ENDPOINT_READ,
        "PUT": Permission.WEBHOOKS_ENDPOINT_WRITE,
        "PATCH": Permission.WEBHOOKS_ENDPOINT_WRITE,
    }
    serializer_class = EndpointSerializer
    versioned = True

    def get(self, request: Request, endpoint_id: int) -> Response:
        """Show a webhook."""
        return self._shown(endpoint(self.actor, endpoint_id))

    @extend_schema(request=ChangedEndpointSerializer)
    def put(self, request: Request, endpoint_id: int) -> Response:
        """Send elsewhere or something else, or switch it off and on."""
        data = self.read(ChangedEndpointSerializer)
        command = ChangeEndpoint(data["url"], _events(data), data["active"])
        return self._changed(request, endpoint_id, command, asked_version(request))

    @extend_schema(request=EndpointChangesSerializer)
    def patch(self, request: Request, endpoint_id: int) -> Response:
        """Change some of it; what is left out stays."""
        data, version = self.read(EndpointChangesSerializer), asked_version(request)
        now = endpoint_as_it_is(endpoint(self.actor, endpoint_id))
        changes = {**data, **({"events": _events(data)} if "events" in data else {})}
        version = version_of(now) if version == ANY else version
        return self._changed(request, endpoint_id, replace(now, **changes), version)

    def _changed(self, request: Request, endpoint_id: int, command: ChangeEndpoint, version: str | None) -> Response:
        return self._shown(
            change_endpoint(actor=self.actor, endpoint_id=endpoint_id, command=command, version=version, now=self.now)
        )

    def _shown(self, found: Any) -> Response:  # noqa: ANN401 (a row of the room's)
        return tagged(Response(self.shown(EndpointSerializer, found)), endpoint_as_it_is(found))


class EndpointRotation(TenantView):
    """Another secret."""

    permissions = {"POST": Permission.WEBHOOKS_ENDPOINT_WRITE}
    serializer_class = MadeEndpointSerializer

    @extend_schema(request=None, responses={201: MadeEndpointSerializer})
    def post(self, request: Request, endpoint_id: int) -> Response:
        """Make a new secret; for 24 hours the old one signs as well."""
        return self.answer_with_secret(
            lambda: rotate_secret(actor=self.actor, endpoint_id=endpoint_id, now=self.now),
            lambda made: self.shown(EndpointSerializer, made.endpoint),
        )


class EndpointRemoval(TenantView):
    """The end of a webhook."""

    permissions = {"POST": Permission.WEBHOOKS_ENDPOINT_WRITE}
    shows = Permission.WEBHOOKS_ENDPOINT_READ
    serializer_class = EndpointSerializer

    @extend_schema(request=None, responses=EndpointSerializer(many=True))
    def post(self, request: Request, endpoint_id: int) -> Response:
        """Send nothing there any more and delete its deliveries. Shows the webhooks that are left."""
        return self.answer(
            lambda: remove_endpoint(actor=self.actor, endpoint_id=endpoint_id, now=self.now),
            lambda _: EndpointSerializer(endpoints(self.actor), many=True).data,
            status=200,
        )


class Deliveries(ListView):
    """What was sent, and is to be."""

    permissions = {"GET": Permission.WEBHOOKS_ENDPOINT_READ}
    serializer_class = DeliverySerializer
    listing = DELIVERIES

    def get(self, request: Request) -> Response:
        """List deliveries, newest first."""
        return self.listed(DeliverySerializer)


class DeliveryResend(TenantView):
    """Sending again."""

    permissions = {"POST": Permission.WEBHOOKS_ENDPOINT_WRITE}
    serializer_class = DeliverySerializer

    @extend_schema(request=None, responses=DeliverySerializer)
    def post(self, request: Request, delivery_id: UUID) -> Response:
        """Send a delivery once more, whatever came of it."""
        return self.answer(
            lambda: resend_delivery(actor=self.actor, delivery_id=delivery_id, now=self.now),
            lambda delivery: self.shown(DeliverySerializer, delivery),
            status=200,
        )
