"""The plan of a business and what it costs. All of this works whatever has been paid."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import TenantView
from api.examples import FREE_PLAN, PRICE_CHOICE, PROMOTION_CODE
from api.fields import MAX_ID
from api.serializers.billing import (
    AddressSerializer,
    ChangeSerializer,
    FreePlanSerializer,
    InvoiceSerializer,
    PlannedChangeSerializer,
    PlanSerializer,
    PriceChoiceSerializer,
    PromotionCodeSerializer,
    SubscriptionSerializer,
    UsageSerializer,
)
from billing.actions import Action
from billing.for_owner import for_owner
from billing.operations.cancel_subscription import cancel_subscription
from billing.operations.change_plan import ChangePlan, PlannedChange, change_plan, plan_change
from billing.operations.choose_free_plan import choose_free_plan
from billing.operations.keep_subscription import keep_subscription
from billing.operations.open_portal import open_portal
from billing.operations.start_checkout import StartCheckout, start_checkout
from billing.operations.use_promotion_code import use_promotion_code
from billing.queries.invoices import invoices
from billing.queries.plans import offered_plans, subscription_info
from insights.queries.usage import usage
from kernel.money import to_string
from kernel.permissions import Permission
from kernel.schemas import PUBLIC, in_schema
from tenants.life.queries.hosts import normalised_host


class BillingView(TenantView):
    """A view about what the business pays us."""

    account = True

    @property
    def host(self) -> str:
        """The one that was asked."""
        return normalised_host(self.request.get_host())

    def carry_out(self, operation: Callable[..., Any], action: Action, **arguments: Any) -> Any:  # noqa: ANN401 (as the operation)
        return for_owner(
            operation, actor=self.actor, tenant_id=self.tenant.id, action=action, now=self.now, **arguments
        )

    def changed(self, operation: Callable[..., Any], action: Action, **arguments: Any) -> Response:  # noqa: ANN401 (as the operation)
        """Carry it out once, and show the subscription."""
        return self.answer_cross_schema(
            lambda: self.carry_out(operation, action, **arguments),
            lambda _: SubscriptionSerializer(subscription_info(self.tenant.id)).data,
            status=200,
        )


class Plans(BillingView):
    """What there is to subscribe to."""

    permissions = {"GET": Permission.BILLING_PLAN_READ}
    serializer_class = PlanSerializer

    @extend_schema(responses=PlanSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the plans on offer, cheapest first."""
        return Response(PlanSerializer(offered_plans(), many=True).data)


class Subscription(BillingView):
    """What the business has."""

    permissions = {"GET": Permission.BILLING_PLAN_READ}
    serializer_class = SubscriptionSerializer

    def get(self, request: Request) -> Response:
        """Show the subscription."""
        return Response(SubscriptionSerializer(subscription_info(self.tenant.id)).data)


class UsageView(BillingView):
    """What the business uses of what its plan allows."""

    permissions = {"GET": Permission.BILLING_PLAN_READ}
    serializer_class = UsageSerializer

    @extend_schema(operation_id="usage_list", responses=UsageSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Show each meter beside its limit."""
        return Response(UsageSerializer(usage(self.now), many=True).data)


class CheckoutView(BillingView):
    """Beginning a subscription."""

    permissions = {"POST": Permission.BILLING_PLAN_CHANGE}
    serializer_class = PriceChoiceSerializer

    @extend_schema(responses={201: AddressSerializer}, examples=[PRICE_CHOICE])
    def post(self, request: Request) -> Response:
        """Get the address of the page where the owner pays."""
        command = StartCheckout(self.read(PriceChoiceSerializer)["price_id"], self.actor.email, self.host)
        return self.answer_cross_schema(
            lambda: self.carry_out(start_checkout, Action.CHECKOUT_STARTED, command=command),
            lambda url: {"url": url},
        )


class Portal(BillingView):
    """Card, address, tax number, invoices: at Stripe."""

    permissions = {"POST": Permission.BILLING_PLAN_CHANGE}
    serializer_class = AddressSerializer

    @extend_schema(request=None, responses={201: AddressSerializer})
    def post(self, request: Request) -> Response:
        """Get the address of the customer portal."""
        return self.answer_cross_schema(
            lambda: self.carry_out(open_portal, Action.PORTAL_OPENED, host=self.host),
            lambda url: {"url": url},
        )


class Preview(BillingView):
    """What a change of plan would cost."""

    permissions = {"GET": Permission.BILLING_PLAN_CHANGE}
    serializer_class = PlannedChangeSerializer
    query_class = PriceChoiceSerializer

    @extend_schema(
        parameters=[OpenApiParameter("price_id", {"type": "integer", "minimum": 1, "maximum": MAX_ID}, required=True)]
    )
    def get(self, request: Request) -> Response:
        """Show whether a change is at once, and what it costs today. Nothing changes."""
        asked = self.asked()
        with in_schema(PUBLIC):
            planned = plan_change(tenant_id=self.tenant.id, price_id=asked["price_id"], now=self.now)
        return Response(PlannedChangeSerializer(_shown(planned)).data)


def _shown(planned: PlannedChange) -> dict[str, Any]:
    currency, preview = planned.price.currency, planned.preview
    return {
        "at_once": planned.at_once,
        "takes_effect_at": planned.takes_effect_at,
        "currency": currency,
        "due_now": to_string(preview.due_now if preview else 0, currency),
        "prorated_at": preview.prorated_at if preview else None,
        "lines": [
            {"description": text, "amount": to_string(amount, currency)}
            for text, amount in (preview.lines if preview else ())
        ],
    }


class Change(BillingView):
    """Another plan or another interval."""

    permissions = {"POST": Permission.BILLING_PLAN_CHANGE}
    serializer_class = ChangeSerializer

    @extend_schema(responses={200: SubscriptionSerializer}, examples=[PRICE_CHOICE])
    def post(self, request: Request) -> Response:
        """Change to another price: more at once, less at the period's end."""
        return self.changed(change_plan, Action.PLAN_CHANGED, command=ChangePlan(**self.read(ChangeSerializer)))


class FreePlan(BillingView):
    """A plan that costs nothing."""

    permissions = {"POST": Permission.BILLING_PLAN_CHANGE}
    serializer_class = FreePlanSerializer

    @extend_schema(responses={200: SubscriptionSerializer}, examples=[FREE_PLAN])
    def post(self, request: Request) -> Response:
        """Choose a plan that costs nothing: at once, or when what was paid for is used up."""
        return self.changed(choose_free_plan, Action.PLAN_CHANGED, code=self.read(FreePlanSerializer)["plan"])


class Cancel(BillingView):
    """Not paying any further."""

    permissions = {"POST": Permission.BILLING_PLAN_CHANGE}
    serializer_class = SubscriptionSerializer

    @extend_schema(request=None, responses={200: SubscriptionSerializer})
    def post(self, request: Request) -> Response:
        """Cancel at the end of the period."""
        return self.changed(cancel_subscription, Action.SUBSCRIPTION_CANCELLED)


class Keep(BillingView):
    """Staying as it is."""

    permissions = {"POST": Permission.BILLING_PLAN_CHANGE}
    serializer_class = SubscriptionSerializer

    @extend_schema(request=None, responses={200: SubscriptionSerializer})
    def post(self, request: Request) -> Response:
        """Take back a cancellation, or a change that waits for the period's end."""
        return self.changed(keep_subscription, Action.SUBSCRIPTION_CONTINUED)


class PromotionCode(BillingView):
    """A discount."""

    permissions = {"POST": Permission.BILLING_PLAN_CHANGE}
    serializer_class = PromotionCodeSerializer

    @extend_schema(responses={200: SubscriptionSerializer}, examples=[PROMOTION_CODE])
    def post(self, request: Request) -> Response:
        """Use a promotion code for what is still to be paid."""
        return self.changed(use_promotion_code, Action.COUPON_USED, code=self.read(PromotionCodeSerializer)["code"])


class Invoices(BillingView):
    """What was paid, and what is owed."""

    permissions = {"GET": Permission.BILLING_INVOICE_READ}
    serializer_class = InvoiceSerializer

    @extend_schema(responses=InvoiceSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the last hundred invoices, newest first, each with its PDF at Stripe."""
        with in_schema(PUBLIC):
            return Response(InvoiceSerializer(invoices(self.tenant.id)[:100], many=True).data)
