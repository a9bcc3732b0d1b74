"""What the business pays us, and what it gets for it. All of this works whatever has been paid."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from billing.actions import Action
from billing.enums import Interval, SubscriptionStatus
from billing.for_owner import for_owner
from billing.operations.cancel_subscription import cancel_subscription
from billing.operations.change_plan import ChangePlan, change_plan, plan_change
from billing.operations.choose_free_plan import choose_free_plan
from billing.operations.keep_subscription import keep_subscription
from billing.operations.open_portal import open_portal
from billing.operations.reconcile import reconcile
from billing.operations.start_checkout import StartCheckout, start_checkout
from billing.operations.use_promotion_code import use_promotion_code
from billing.queries.invoices import invoices
from billing.queries.plans import PriceInfo, offered_plans, subscription_info
from insights.queries.usage import usage
from kernel.entitlements import Feature, Meter
from kernel.errors import DomainError
from kernel.permissions import Permission
from kernel.schemas import PUBLIC, in_schema
from tenants.life.queries.hosts import normalised_host
from web.access import PageRequest, page
from web.once import Done, press_once
from web.shell import shell_of

_CHANGE = Permission.BILLING_PLAN_CHANGE
_SHOWN_FIRST = "USD"
"""The currency of who has none of ours."""


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan beside the others; `price` is None for a free one."""

    code: str
    name: str
    summary: str
    price: PriceInfo | None
    limits: list[tuple[Meter, int | None]]
    features: list[str]
    is_present: bool


def _leads_to_stripe(view: Callable[[Any], HttpResponse]) -> Callable[[PageRequest], HttpResponseBase]:
    """The page's forms end at Stripe's pages, which the Content-Security-Policy has to allow."""

    @wraps(view)
    def run(request: PageRequest) -> HttpResponseBase:
        return csp_update({"form-action": settings.STRIPE_PAGES})(view)(request)

    return run


@page(Permission.BILLING_PLAN_READ, account=True)
@_leads_to_stripe
def overview(request: PageRequest) -> HttpResponse:
    """The plan, how much of it is used, and what else there is."""
    if request.GET.get("paid") and request.user.may(_CHANGE):
        return _after_checkout(request)
    subscription = subscription_info(request.tenant.id)
    every = Interval.YEAR if request.GET.get("every", subscription.interval) == Interval.YEAR else Interval.MONTH
    context = {
        "subscription": subscription,
        "usage": usage(timezone.now()),
        "every": every,
        "plans": _cards(subscription.currency or shell_of(request).business.currency, every, subscription),
        "stands_in": bool(settings.STRIPE_API_BASE),
    }
    return render(request, "plan/overview.html", context)


def _after_checkout(request: PageRequest) -> HttpResponse:
    """The browser may be back before Stripe's webhook: ask, then show."""
    _carry_out(request, reconcile, Action.SUBSCRIPTION_RECONCILED, "Thank you. Your plan is set.")
    return redirect("plan_overview")


def _cards(currency: str, every: Interval, subscription: Any) -> list[PlanCard]:  # noqa: ANN401 (SubscriptionInfo)
    plans = offered_plans()
    known = {price.currency for plan in plans for price in plan.prices}
    shown = currency if currency in known else _SHOWN_FIRST
    priced = [
        (plan, next((one for one in plan.prices if (one.currency, one.interval) == (shown, every)), None))
        for plan in plans
    ]
    return [
        PlanCard(
            code=plan.code,
            name=plan.name,
            summary=plan.summary,
            price=price,
            limits=[(meter, plan.limits.get(meter)) for meter in Meter],
            features=[Feature(word).label for word in plan.features],
            is_present=plan.code == subscription.plan_code
            and subscription.interval in {"", every}
            and (subscription.is_paid or (price is None and subscription.status == SubscriptionStatus.ACTIVE)),
        )
        for plan, price in priced
    ]


@page(_CHANGE, methods=("POST",), account=True)
def checkout(request: PageRequest, price_id: int) -> HttpResponse:
    """On to Stripe's page."""
    command = StartCheckout(price_id, request.user.email, normalised_host(request.get_host()))
    return _carry_out(request, start_checkout, Action.CHECKOUT_STARTED, command=command)


@page(_CHANGE, methods=("POST",), account=True)
def portal(request: PageRequest) -> HttpResponse:
    """On to Stripe's page for card, address and tax number."""
    host = normalised_host(request.get_host())
    return _carry_out(request, open_portal, Action.PORTAL_OPENED, host=host)


@page(_CHANGE, methods=("GET", "POST"), account=True)
def change(request: PageRequest, price_id: int) -> HttpResponse:
    """What another plan would cost today; then having it."""
    if request.method == "POST":
        typed = request.POST.get("prorated_at", "")
        prorated_at = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else None
        command = ChangePlan(price_id, prorated_at)
        return _carry_out(request, change_plan, Action.PLAN_CHANGED, "Your plan is changed.", command=command)
    try:
        with in_schema(PUBLIC):
            planned = plan_change(tenant_id=request.tenant.id, price_id=price_id, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.detail)
        return redirect("plan_overview")
    return render(request, "plan/change.html", {"planned": planned})


@page(_CHANGE, methods=("POST",), account=True)
def free(request: PageRequest, code: str) -> HttpResponse:
    """A plan that costs nothing."""
    return _carry_out(request, choose_free_plan, Action.PLAN_CHANGED, "Your plan is changed.", code=code)


@page(_CHANGE, methods=("POST",), account=True)
def cancel(request: PageRequest) -> HttpResponse:
    """Not paying any further."""
    said = "Cancelled. Everything works until the end of what you have paid for."
    return _carry_out(request, cancel_subscription, Action.SUBSCRIPTION_CANCELLED, said)


@page(_CHANGE, methods=("POST",), account=True)
def keep(request: PageRequest) -> HttpResponse:
    """Staying as it is."""
    return _carry_out(request, keep_subscription, Action.SUBSCRIPTION_CONTINUED, "Your plan goes on as it is.")


@page(_CHANGE, methods=("POST",), account=True)
def code(request: PageRequest) -> HttpResponse:
    """A discount."""
    typed = request.POST.get("code", "")[:100]
    return _carry_out(request, use_promotion_code, Action.COUPON_USED, "The code is used.", code=typed)


@page(Permission.BILLING_INVOICE_READ, account=True)
def invoice_list(request: PageRequest) -> HttpResponse:
    """What was paid, and what is owed."""
    with in_schema(PUBLIC):
        rows = list(invoices(request.tenant.id)[:100])
    return render(request, "plan/invoices.html", {"invoices": rows})


def _carry_out(
    request: PageRequest,
    operation: Callable[..., Any],
    action: Action,
    said: str = "",
    **arguments: Any,  # noqa: ANN401 (whatever the operation takes)
) -> HttpResponse:
    """Do it once, say so, and go back to the plan, or on to the address that the operation gives."""
    return press_once(
        request,
        lambda: for_owner(
            operation,
            actor=request.user,
            tenant_id=request.tenant.id,
            action=action,
            now=timezone.now(),
            **arguments,
        ),
        lambda result: Done(result) if isinstance(result, str) else Done(reverse("plan_overview"), said),
        back="plan_overview",
        cross_schema=True,
    )
