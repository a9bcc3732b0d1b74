"""Invoices as the API lists, pays and previews them."""

import copy

from standins.stripe import invoicing, items, transitions
from standins.stripe.catalogue import redeemable
from standins.stripe.customers import existing
from standins.stripe.errors import declined, invalid
from standins.stripe.forms import Params, one_of, required, whole
from standins.stripe.periods import period_end
from standins.stripe.routing import route
from standins.stripe.world import Obj, World


@route("GET", "/v1/invoices", "customer subscription status")
def list_all(world: World, params: Params) -> list[Obj]:
    having = {name: params[name] for name in ("customer", "status") if name in params}
    found = world.every("invoice", **having)
    wanted = params.get("subscription")
    return [one for one in found if not wanted or invoicing.subscription_of(world, one)["id"] == wanted]


@route("GET", "/v1/invoices/{id}")
def retrieve(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "invoice")


@route("POST", "/v1/invoices/{id}/finalize", "auto_advance")
def finalize(world: World, _params: Params, identity: str) -> Obj:
    invoice = world.find(identity, "invoice")
    if invoice["status"] != "draft":
        raise invalid("This invoice is already finalized.", code="invoice_no_longer_editable")
    invoicing.finalise(world, invoice)
    return invoice


@route("POST", "/v1/invoices/{id}/pay", "payment_method off_session")
def pay(world: World, params: Params, identity: str) -> Obj:
    """Charge it now. 402 when the card refuses; the subscription's state follows either way."""
    invoice = world.find(identity, "invoice")
    chosen = params.get("payment_method")
    card = world.find(chosen, "payment_method", param="payment_method") if chosen else None
    if not collect_now(world, invoice, card):
        raise declined()
    return invoice


def collect_now(world: World, invoice: Obj, card: Obj | None = None) -> bool:
    if invoice["status"] == "draft":
        invoicing.finalise(world, invoice)
    if invoice["status"] != "open":
        raise invalid(f"Invoice is already {invoice['status']}.", code="invoice_not_open")
    paid = invoicing.collect(world, invoice, card)
    transitions.settle(world, invoice, paid=paid)
    return paid


@route("POST", "/v1/invoices/{id}/void")
def void(world: World, _params: Params, identity: str) -> Obj:
    invoice = world.find(identity, "invoice")
    if invoice["status"] not in {"open", "uncollectible"}:
        raise invalid("You can only void an open invoice.")
    invoicing.void(world, invoice)
    return invoice


@route(
    "POST", "/v1/invoices/create_preview", "customer subscription subscription_details discounts preview_mode currency"
)
def create_preview(world: World, params: Params) -> Obj:
    """What the next invoice would be: with changed items the prorations, and the next period unless they are billed
    at once.
    """
    subscription = copy.deepcopy(world.find(required(params, "subscription"), "subscription", param="subscription"))
    if "customer" in params:
        existing(world, params["customer"], param="customer")
    details: Params = params.get("subscription_details") or {}
    behaviour = one_of(details, "proration_behavior", ("create_prorations", "always_invoice", "none"))
    at = whole(details, "proration_date") or world.now
    after = items.changed(world, subscription, details.get("items") or [])
    fresh = items.new_period(subscription, after, at)
    lines = [] if behaviour == "none" and not fresh else items.prorations(world, subscription, after, at)
    if not fresh and behaviour != "always_invoice":
        lines += [
            pending["_line"] for pending in world.every("invoiceitem", subscription=subscription["id"], invoice=None)
        ]
        end = items.period_of(subscription)[1]
        lines += invoicing.period_lines(world, after, _next_period(subscription, after, end))
    for wanted in params.get("discounts") or []:
        subscription["discounts"].append(_supposed(world, subscription, wanted))
    shown: Obj = {"id": world.new_id("upcoming_in"), "object": "invoice", "created": at, "livemode": False}
    shown |= invoicing.draft(world, subscription, lines, "upcoming")
    shown["parent"]["subscription_details"]["subscription_proration_date"] = at
    return shown


def _next_period(subscription: Obj, after: list[Obj], start: int) -> tuple[int, int]:
    anchor = subscription["billing_cycle_anchor"]
    return start, period_end(anchor, start, after[0]["price"]["recurring"])


def _supposed(world: World, subscription: Obj, wanted: Params) -> str:
    """A discount for the preview alone: redeemed by nobody."""
    coupon, code = redeemable(world, wanted)
    source = {"type": "coupon", "coupon": coupon["id"]}
    made = world.add("discount", "di", source=source, promotion_code=code and code["id"], start=world.now, end=None)
    return str(made["id"])
