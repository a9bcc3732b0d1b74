from dataclasses import dataclass
from datetime import UTC, datetime

from audit.authors import Author
from billing import gateway
from billing.actions import Action
from billing.answers import Answer, ask
from billing.asking import enter, up_to_date
from billing.enums import Interval, SubscriptionStatus
from billing.errors import NotSubscribed, PaymentDue
from billing.models import PlanPrice, Subscription
from billing.queries.plans import offered_price
from billing.rules.changes import Rung, is_at_once, prorated_from
from kernel.errors import Conflict

_PAID = {SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIALING}


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """Another price; `prorated_at` is the moment (Unix seconds) that the preview was made for; see
    billing.rules.changes.prorated_from.
    """

    price_id: int
    prorated_at: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What a change would do: at once for `preview`, or when the period ends, for nothing now."""

    price: PlanPrice
    at_once: bool
    takes_effect_at: datetime | None
    preview: gateway.Preview | None


def change_plan(*, actor: Author, tenant_id: int, command: ChangePlan, now: datetime) -> None:
    """More at once, with the difference charged; less from the end of the period. On the public schema.

    NoSuchPlan, NotSubscribed, PaymentDue, Conflict when nothing would change, PaymentRefused with everything as it was.
    """
    subscription, answer = up_to_date(tenant_id, now=now)
    price, found = _checked(subscription, answer, command.price_id)
    if _at_once(subscription, price):
        shown = datetime.fromtimestamp(command.prorated_at, UTC) if command.prorated_at else None
        moment = prorated_from(shown=shown, period_start=found.period_start, now=now)
        gateway.change_now(found, price_id=found_price(price), prorated_at=int(moment.timestamp()))
    else:
        gateway.change_at_period_end(found, price_id=found_price(price))
    changes = {"plan": price.plan.code, "price": str(price.pk)}
    enter(tenant_id, actor=actor, action=Action.PLAN_CHANGED, changes=changes, now=now)


def plan_change(*, tenant_id: int, price_id: int, now: datetime) -> PlannedChange:
    """What `change_plan` would do now; asks Stripe, changes nothing. On the public schema."""
    subscription = Subscription.objects.select_related("price__plan").get(tenant_id=tenant_id)
    price, found = _checked(subscription, ask(tenant_id), price_id)
    if not _at_once(subscription, price):
        return PlannedChange(price, at_once=False, takes_effect_at=found.period_end, preview=None)
    moment = prorated_from(shown=None, period_start=found.period_start, now=now)
    preview = gateway.preview_change(found, price_id=found_price(price), at=moment)
    return PlannedChange(price, at_once=True, takes_effect_at=now, preview=preview)


def found_price(price: PlanPrice) -> str:
    """Its id at Stripe, which an offered price has."""
    return str(price.stripe_price_id)


def _checked(subscription: Subscription, answer: Answer, price_id: int) -> tuple[PlanPrice, gateway.StripeSubscription]:
    price = offered_price(price_id)
    if subscription.price is None:
        raise NotSubscribed
    if subscription.status not in _PAID:
        raise PaymentDue
    if price.pk == subscription.price_id and not subscription.next_price_id:
        raise Conflict("You have this plan already.")
    if price.currency != subscription.price.currency:
        raise Conflict("A subscription stays in the currency that it began in.")
    return price, answer.paid


def _at_once(subscription: Subscription, wanted: PlanPrice) -> bool:
    present = subscription.price
    if present is None:
        raise NotSubscribed
    return is_at_once(
        Rung(present.plan.position, Interval(present.interval)), Rung(wanted.plan.position, Interval(wanted.interval))
    )
