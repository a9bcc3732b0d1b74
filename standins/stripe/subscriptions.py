"""Subscriptions as the API opens, changes and ends them."""

from typing import Any

from standins.stripe import invoicing, items, transitions
from standins.stripe.cards import works
from standins.stripe.catalogue import discount
from standins.stripe.customers import existing
from standins.stripe.errors import declined, invalid, missing
from standins.stripe.forms import Params, flag, one_of, required, whole
from standins.stripe.periods import DAY, period_end
from standins.stripe.routing import route
from standins.stripe.world import Obj, World

_BEHAVIOURS = ("allow_incomplete", "default_incomplete", "error_if_incomplete")
_COMMON = "items default_payment_method metadata discounts trial_end trial_settings payment_behavior off_session"
_COMMON += " proration_behavior cancel_at_period_end cancel_at payment_settings description automatic_tax"


@route("POST", "/v1/subscriptions", f"customer trial_period_days currency collection_method {_COMMON}")
def create(world: World, params: Params) -> Obj:
    customer = existing(world, required(params, "customer"), param="customer")
    return start(world, customer, params)


def start(world: World, customer: Obj, params: Params) -> Obj:
    """Opened, invoiced, and the first invoice collected as `payment_behavior` says."""
    behaviour = one_of(params, "payment_behavior", _BEHAVIOURS)
    subscription = _made(world, customer, params)
    free = subscription["status"] == "trialing"
    card = invoicing.card_of(world, subscription, customer)
    due = not free and any(invoicing.worth(item) for item in subscription["items"]["data"])
    if due and behaviour == "allow_incomplete" and card is None:
        raise invalid(
            "This customer has no attached payment source or default payment method.", code="resource_missing"
        )
    if due and behaviour == "error_if_incomplete" and not works(card):
        raise declined()
    world.objects[subscription["id"]] = subscription
    for wanted in params.get("discounts") or []:
        redeemed = discount(world, wanted, customer=customer["id"], subscription=subscription["id"])
        subscription["discounts"].append(redeemed["id"])
    world.emit("customer.subscription.created", subscription)
    period = items.period_of(subscription)
    lines = invoicing.period_lines(world, subscription["items"]["data"], period, free=free)
    invoice = invoicing.issue(world, subscription, lines, "subscription_create")
    if behaviour != "default_incomplete" or invoice["amount_due"] == 0:
        transitions.settle(world, invoice, paid=invoicing.collect(world, invoice))
    return subscription


def _made(world: World, customer: Obj, params: Params) -> Obj:
    """The subscription in its first period, not filed yet."""
    identity, now, trial_end = world.new_id("sub"), world.now, _trial_end(world, params)
    its_items = [items.new_item(world, identity, wanted) for wanted in required(params, "items")]
    ends = trial_end or period_end(now, now, its_items[0]["price"]["recurring"])
    subscription: Obj = {
        "id": identity,
        "object": "subscription",
        "created": now,
        "livemode": False,
        "automatic_tax": {"enabled": False, "liability": None},
        "billing_cycle_anchor": trial_end or now,
        "cancel_at": whole(params, "cancel_at"),
        "cancel_at_period_end": flag(params, "cancel_at_period_end"),
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "currency": its_items[0]["price"]["currency"],
        "customer": customer["id"],
        "default_payment_method": params.get("default_payment_method"),
        "description": params.get("description"),
        "discounts": [],
        "ended_at": None,
        "items": items.item_list(identity, its_items),
        "latest_invoice": None,
        "metadata": params.get("metadata") or {},
        "pause_collection": None,
        "pending_update": None,
        "schedule": None,
        "start_date": now,
        "status": "trialing" if trial_end else "incomplete",
        "trial_start": now if trial_end else None,
        "trial_end": trial_end,
        "trial_settings": params.get("trial_settings")
        or {"end_behavior": {"missing_payment_method": "create_invoice"}},
    }
    items.set_period(subscription, (now, ends))
    return subscription


def _trial_end(world: World, params: Params) -> int | None:
    days = whole(params, "trial_period_days")
    if days:
        return world.now + days * DAY
    return None if params.get("trial_end") in {None, "", "now"} else whole(params, "trial_end")


@route("GET", "/v1/subscriptions", "customer status price")
def list_all(world: World, params: Params) -> list[Obj]:
    having = {"customer": params["customer"]} if "customer" in params else {}
    found, status = world.every("subscription", **having), params.get("status")
    if status == "all":
        return found
    return [one for one in found if (one["status"] == status if status else one["status"] not in transitions.ENDED)]


@route("GET", "/v1/subscriptions/{id}")
def retrieve(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "subscription")


@route("DELETE", "/v1/subscriptions/{id}", "invoice_now prorate cancellation_details")
def cancel(world: World, params: Params, identity: str) -> Obj:
    if world.find(identity, "subscription")["status"] in transitions.ENDED:
        raise missing("subscription", identity)
    subscription = _alive(world, identity)
    subscription["cancellation_details"] |= params.get("cancellation_details") or {}
    transitions.cancel(world, subscription, reason="cancellation_requested")
    return subscription


@route("POST", "/v1/subscriptions/{id}/resume", "billing_cycle_anchor proration_behavior")
def resume(world: World, _params: Params, identity: str) -> Obj:
    """A paused one: a new period begins now, and is billed."""
    subscription = _alive(world, identity)
    if subscription["status"] != "paused":
        raise invalid("Only a paused subscription can be resumed.")
    begin_period(world, subscription)
    world.emit("customer.subscription.resumed", subscription)
    return subscription


def begin_period(world: World, subscription: Obj) -> None:
    """Now, on an anchor of its own, billed at once."""
    period = (world.now, period_end(world.now, world.now, subscription["items"]["data"][0]["price"]["recurring"]))
    with world.updating(subscription):
        subscription |= {"status": "active", "billing_cycle_anchor": world.now}
        subscription["trial_end"] = min(subscription["trial_end"] or world.now, world.now)
        items.set_period(subscription, period)
    lines = invoicing.period_lines(world, subscription["items"]["data"], period)
    transitions.bill(world, subscription, lines, "subscription_cycle")


@route(
    "POST",
    "/v1/subscriptions/{id}",
    f"pause_collection proration_date billing_cycle_anchor cancellation_details {_COMMON}",
)
def update(world: World, params: Params, identity: str) -> Obj:
    subscription = _alive(world, identity)
    if subscription["schedule"] and {"cancel_at_period_end", "cancel_at"} & set(params):
        raise invalid(
            f"The subscription is managed by the subscription schedule `{subscription['schedule']}`, and updating any "
            "cancelation behavior directly is not allowed."
        )
    invoiced = _change_items(world, subscription, params) if "items" in params else None
    with world.updating(subscription):
        _change_fields(world, subscription, params)
    if invoiced:
        transitions.bill(world, subscription, invoiced, "subscription_update")
    if params.get("trial_end") == "now" and subscription["status"] == "trialing":
        begin_period(world, subscription)
    return subscription


def _alive(world: World, identity: str) -> Obj:
    subscription = world.find(identity, "subscription")
    if subscription["status"] in transitions.ENDED:
        raise invalid("A canceled subscription can only update its cancellation_details and metadata.")
    return subscription


def _change_fields(world: World, subscription: Obj, params: Params) -> None:
    if "cancel_at_period_end" in params:
        subscription["cancel_at_period_end"] = ends = flag(params, "cancel_at_period_end")
        subscription["canceled_at"] = world.now if ends else None
        subscription["cancel_at"] = items.period_of(subscription)[1] if ends else None
        subscription["cancellation_details"]["reason"] = "cancellation_requested" if ends else None
    elif "cancel_at" in params:
        subscription["cancel_at"] = whole(params, "cancel_at")
    if "pause_collection" in params:
        subscription["pause_collection"] = _paused(params["pause_collection"])
    if "discounts" in params:
        subscription["discounts"] = [_redeemed(world, subscription, wanted) for wanted in params["discounts"] or []]
    if "trial_end" in params and params["trial_end"] != "now":
        subscription["trial_end"] = whole(params, "trial_end")
    for name in ("default_payment_method", "description", "trial_settings"):
        if name in params:
            subscription[name] = params[name] or None
    subscription["metadata"] |= params.get("metadata") or {}
    subscription["cancellation_details"] |= params.get("cancellation_details") or {}


def _paused(wanted: Any) -> Obj | None:
    if not wanted:
        return None
    return {
        "behavior": one_of(wanted, "behavior", ("keep_as_draft", "mark_uncollectible", "void")),
        "resumes_at": whole(wanted, "resumes_at"),
    }


def _redeemed(world: World, subscription: Obj, wanted: Params) -> str:
    if "discount" in wanted:
        return str(world.find(wanted["discount"], "discount", param="discounts")["id"])
    made = discount(world, wanted, customer=subscription["customer"], subscription=subscription["id"])
    return str(made["id"])


def _change_items(world: World, subscription: Obj, params: Params) -> list[Obj] | None:
    """The lines to bill at once, if any; other prorations wait for the next invoice."""
    behaviour = one_of(params, "proration_behavior", ("create_prorations", "always_invoice", "none"))
    at = whole(params, "proration_date") or world.now
    after = items.changed(world, subscription, params["items"])
    lines, fresh = items.prorations(world, subscription, after, at), items.new_period(subscription, after, at)
    if behaviour == "none":
        lines = [entry for entry in lines if not entry["parent"]["subscription_item_details"]["proration"]]
    at_once = bool(lines) and (fresh is not None or behaviour == "always_invoice")
    card = invoicing.card_of(world, subscription, world.find(subscription["customer"], "customer"))
    must_work = one_of(params, "payment_behavior", _BEHAVIOURS) == "error_if_incomplete"
    if at_once and must_work and sum(entry["amount"] for entry in lines) > 0 and not works(card):
        raise declined()
    with world.updating(subscription):
        subscription["items"] = items.item_list(subscription["id"], after)
        subscription["currency"] = after[0]["price"]["currency"]
        if fresh:
            subscription["billing_cycle_anchor"] = fresh[0]
            items.set_period(subscription, fresh)
    if at_once:
        return lines
    for entry in lines:
        world.add("invoiceitem", "ii", subscription=subscription["id"], invoice=None, _line=entry)
    return None
