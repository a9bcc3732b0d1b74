"""What operators are told of plans, money and Stripe."""

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Case, Count, F, Q, Sum, When

from billing.enums import Interval, SubscriptionStatus
from billing.models import Invoice, StripeEvent, Subscription, UsageRecord
from console.cards.base import About, Fact, Section, facts, figures, listing, moment
from kernel.entitlements import Meter
from kernel.money import format_money

_S = SubscriptionStatus
_PAYING = Q(status__in=(_S.ACTIVE, _S.PAST_DUE)) & ~Q(stripe_subscription_id="")
_MONTH = timedelta(days=30)
_MOST, _SHOWN = 5, 5
_STATUS_TONES = {_S.ACTIVE: "success", _S.PAST_DUE: "warning", _S.UNPAID: "danger", _S.CANCELED: "danger"}

# A year's price counts a twelfth; summed before it is divided, so that nothing is lost by rounding each.
_TWELFTHS = Case(
    When(price__interval=Interval.YEAR, then=F("price__amount")),
    default=F("price__amount") * 12,
    output_field=BigIntegerField(),
)


@figures(20)
def revenue(now: datetime) -> Section:
    """What subscriptions bring a month, and who left. Two statements."""
    paying = Subscription.objects.filter(_PAYING, price__isnull=False)
    by_currency = paying.values_list("price__currency").annotate(twelfths=Sum(_TWELFTHS), count=Count("pk"))
    money = tuple(
        Fact(f"A month, {currency}", f"{format_money(twelfths // 12, currency)} from {count:,}")
        for currency, twelfths, count in by_currency.order_by("price__currency")
    )
    counted = Subscription.objects.aggregate(
        paying=Count("pk", filter=_PAYING),
        left=Count("pk", filter=Q(status=_S.CANCELED, status_since__gte=now - _MONTH)),
        trying=Count("pk", filter=Q(status=_S.TRIALING)),
    )
    return Section(
        "Revenue",
        (
            *(money or (Fact("A month", "nothing yet"),)),
            Fact("Trials", f"{counted['trying']:,}"),
            Fact("Left, 30 days", _churn(counted["left"], counted["paying"])),
        ),
    )


def _churn(left: int, paying: int) -> str:
    """Those who left, and their share of all who paid at some time in these days."""
    return f"{left:,} ({left * 100 / (left + paying):.1f} %)" if left else "nobody"


@figures(35)
def stripe_events(_now: datetime) -> Section:
    """Webhooks whose effect failed. One statement."""
    counted = StripeEvent.objects.filter(done_at=None).aggregate(
        failed=Count("pk", filter=~Q(error="")), all=Count("pk")
    )
    return Section(
        "Stripe events",
        (
            Fact(
                "Failed",
                f"{counted['failed']:,}",
                "danger" if counted["failed"] else "success",
                listing("billing_stripeevent", "done=no"),
            ),
            Fact("Not done", f"{counted['all']:,}"),
        ),
    )


@figures(60)
def top_use(now: datetime) -> Section:
    """Who sells most this month, by the last reading of each. One statement."""
    read = (
        UsageRecord.objects.filter(meter=Meter.SALES, period=f"{now:%Y-%m}")
        .order_by("tenant", "-id")
        .distinct("tenant")
    )
    rows = sorted(read.values_list("used", "tenant__name"), reverse=True)[:_MOST]
    return Section(
        "Most sales this month",
        head=("Business", "Sales"),
        rows=tuple((name, f"{used:,}") for used, name in rows),
        note="" if rows else "No usage was read this month yet.",
    )


@facts(10)
def plan(about: About) -> Section | None:
    """What the business subscribes to."""
    one = Subscription.objects.select_related("plan", "price", "next_plan").filter(tenant_id=about.id).first()
    if one is None:
        return None
    free = "none chosen yet" if one.status == _S.TRIALING else "free"
    price = f"{format_money(one.price.amount, one.price.currency)} a {one.price.interval}" if one.price else free
    said = [
        Fact("Plan", one.plan.name),
        Fact("Status", _S(one.status).label, _STATUS_TONES.get(_S(one.status), "")),
        Fact("Price", price if one.stripe_subscription_id or not one.price else f"{price}, not paid for"),
        Fact("Trial ends", moment(one.trial_ends_at)) if one.status == _S.TRIALING else None,
        Fact("Period ends", moment(one.period_end)) if one.period_end else None,
        Fact("Then", "ends", "warning") if one.cancel_at_period_end else None,
        Fact("Then", one.next_plan.name) if one.next_plan else None,
        Fact("Coupon", one.coupon) if one.coupon else None,
        Fact("Stripe customer", one.stripe_customer_id or "none"),
    ]
    return Section("Plan", tuple(fact for fact in said if fact))


@facts(15)
def invoices(about: About) -> Section:
    """The newest."""
    found = Invoice.objects.filter(subscription__tenant_id=about.id).order_by("-issued_at")[:_SHOWN]
    return Section(
        "Invoices",
        head=("Number", "Issued", "Total", "Status"),
        rows=tuple(
            (one.number, moment(one.issued_at), format_money(one.total, one.currency), one.status) for one in found
        ),
        note="" if found else "None yet.",
    )


@facts(55)
def stripe_events_of(about: About) -> Section:
    """What Stripe said about the business lately."""
    found = StripeEvent.objects.filter(tenant_id=about.id).order_by("-received_at")[:_SHOWN]
    return Section(
        "Stripe events",
        head=("Event", "Received", "Done"),
        rows=tuple((one.kind, moment(one.received_at), moment(one.done_at)) for one in found),
        note="" if found else "None yet.",
    )
