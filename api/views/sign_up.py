from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api import once
from api.parameters import refuse_unknown
from api.serializers.sign_up import AvailabilitySerializer, NewBusinessSerializer, SignUpSerializer
from audit.operations.answer_once import Answer
from audit.operations.answer_resumable import answer_resumable
from tenants.life.operations.sign_up import OpenedBusiness, SignUp, sign_up
from tenants.life.queries.subdomains import check_subdomain

_EXAMPLE = OpenApiExample(
    "A kirana in Pune",
    request_only=True,
    value={
        "business_name": "Rao Provisions",
        "subdomain": "rao-provisions",
        "owner_name": "Asha Rao",
        "email": "asha@rao-provisions.example",
        "password": "correct horse battery",
        "country": "IN",
    },
)


class VisitorView(GenericAPIView[Any]):
    """A view of the public host: no session, no token."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (DRF's own)
        super().initial(request, *args, **kwargs)
        refuse_unknown(request, ())


class SignUps(VisitorView):
    """Opening a business."""

    serializer_class = SignUpSerializer

    @extend_schema(responses={201: NewBusinessSerializer}, examples=[_EXAMPLE], auth=[])
    def post(self, request: Request) -> Response:
        """Open a business on a subdomain; it is live when this answers."""
        key = once.key_of(request)
        fingerprint = once.fingerprint(request)
        serializer = SignUpSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        command, now = SignUp(**serializer.validated_data), timezone.now()

        def work() -> OpenedBusiness:
            return sign_up(command=command, now=now)

        def render(business: OpenedBusiness) -> Answer:
            return Answer(201, dict(NewBusinessSerializer(business).data))

        if key is None:
            return once.response(render(work()))
        answer = answer_resumable(actor=None, key=key, fingerprint=fingerprint, now=now, work=work, render=render)
        return once.response(answer)


class Subdomain(VisitorView):
    """Whether a name is free."""

    serializer_class = AvailabilitySerializer

    @extend_schema(auth=[])
    def get(self, request: Request, name: str) -> Response:
        """Say whether a business could have this subdomain, and if not, why and what else is free."""
        return Response(AvailabilitySerializer(check_subdomain(name, now=timezone.now())).data)
