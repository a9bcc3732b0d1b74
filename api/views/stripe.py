from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.views.sign_up import VisitorView
from billing.operations.receive_event import take_webhook


@extend_schema(exclude=True)
class StripeWebhook(VisitorView):
    """Where Stripe tells that something changed. Its signature over the raw body is what lets it in."""

    parser_classes = []

    def post(self, request: Request) -> Response:
        """200 once the event and its effect are committed; anything else has Stripe send it again."""
        signature = request.headers.get("Stripe-Signature", "")
        take_webhook(body=request._request.body, signature=signature, now=timezone.now())  # noqa: SLF001 (the raw body)
        return Response({"received": True})
