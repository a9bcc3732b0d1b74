"""Plans, money and Stripe."""

from datetime import datetime

from billing.enums import SubscriptionStatus
from billing.queries.invoices import invoices as invoices_of
from billing.queries.plans import SubscriptionInfo, find_subscription_info
from billing.queries.revenue import revenue as revenue_now
from billing.queries.stripe_events import latest_stripe_events, undone_events
from billing.queries.usage import most_sales
from console.cards.section import About, Fact, Section, listing, moment
from kernel.money import format_money

_S = SubscriptionStatus
_DAYS = 30
_SHOWN = 5
_STATUS_TONES = {_S.ACTIVE: "success", _S.PAST_DUE: "warning", _S.UNPAID: "danger", _S.CANCELED: "danger"}


def revenue(now: datetime) -> Section:
    """What subscriptions bring a month, and who left. Two statements."""
    found = revenue_now(now, days=_DAYS)
    money = tuple(
        Fact(f"A month, {one.currency}", f"{format_money(one.amount, one.currency)} from {one.subscriptions:,}")
        for one in found.monthly
    )
    return Section(
        "Revenue",
        (
            *(money or (Fact("A month", "nothing yet"),)),
            Fact("Trials", f"{found.trials:,}"),
            Fact(f"Left, {_DAYS} days", _churn(found.left, found.paying)),
        ),
    )


def _churn(left: int, paying: int) -> str:
    """Those who left, and their share of all who paid at some time in these days."""
    return f"{left:,} ({left * 100 / (left + paying):.1f} %)" if left else "nobody"


def stripe_events(_now: datetime) -> Section:
    """Webhooks whose effect failed. One statement."""
    undone = undone_events()
    found = listing("billing_stripeevent", "done=no")
    return Section(
        "Stripe events",
        (
            Fact("Failed", f"{undone.failed:,}", "danger" if undone.failed else "success", found),
            Fact("Not done", f"{undone.total:,}"),
        ),
    )


def top_use(now: datetime) -> Section:
    """Who sells most this month, by the last reading of each. One statement."""
    rows = most_sales(period=f"{now:%Y-%m}", most=_SHOWN)
    return Section(
        "Most sales this month",
        head=("Business", "Sales"),
        rows=tuple((name, f"{used:,}") for name, used in rows),
        note="" if rows else "No usage was read this month yet.",
    )


def plan(about: About) -> Section | None:
    """What the business subscribes to."""
    one = find_subscription_info(about.id)
    if one is None:
        return None
    trying = one.status == _S.TRIALING
    said = [
        Fact("Plan", one.plan_name),
        Fact("Status", _S(one.status).label, _STATUS_TONES.get(_S(one.status), "")),
        Fact("Price", _price(one)),
        Fact("Trial ends", moment(one.trial_ends_at)) if trying else None,
        Fact("Period ends", moment(one.period_end)) if one.period_end else None,
        Fact("Then", "ends", "warning") if one.cancel_at_period_end else None,
        Fact("Then", one.next_plan) if one.next_plan else None,
        Fact("Coupon", one.coupon) if one.coupon else None,
        Fact("Stripe customer", one.stripe_customer_id or "none"),
    ]
    return Section("Plan", tuple(fact for fact in said if fact))


def _price(one: SubscriptionInfo) -> str:
    if one.amount is None:
        return "none chosen yet" if one.status == _S.TRIALING else "free"
    price = f"{format_money(one.amount, one.currency)} a {one.interval}"
    return price if one.is_paid else f"{price}, not paid for"


def invoices(about: About) -> Section:
    """The newest."""
    found = invoices_of(about.id)[:_SHOWN]
    return Section(
        "Invoices",
        head=("Number", "Issued", "Total", "Status"),
        rows=tuple(
            (one.number, moment(one.issued_at), format_money(one.total, one.currency), one.status) for one in found
        ),
        note="" if found else "None yet.",
    )


def stripe_events_of(about: About) -> Section:
    """What Stripe said about the business lately."""
    found = latest_stripe_events(about.id, most=_SHOWN)
    return Section(
        "Stripe events",
        head=("Event", "Received", "Done"),
        rows=tuple((event.kind, moment(event.received_at), moment(event.done_at)) for event in found),
        note="" if found else "None yet.",
    )
