"""What an invoice's fate means for its subscription, and how a subscription ends."""

from standins.stripe import invoicing
from standins.stripe.world import Obj, World

ENDED = frozenset({"canceled", "incomplete_expired"})


def settle(world: World, invoice: Obj, *, paid: bool) -> None:
    """After an attempt to collect: active again when the latest invoice is paid, past due when one failed."""
    subscription = invoicing.subscription_of(world, invoice)
    status = subscription["status"]
    with world.updating(subscription):
        if paid and status in {"incomplete", "past_due", "unpaid"} and subscription["latest_invoice"] == invoice["id"]:
            subscription["status"] = "active"
        elif not paid and status in {"active", "trialing"}:
            subscription["status"] = "past_due"
    if not paid and invoice["next_payment_attempt"] is None and subscription["status"] == "past_due":
        _give_up(world, subscription)


def _give_up(world: World, subscription: Obj) -> None:
    if world.after_dunning == "canceled":
        cancel(world, subscription, reason="payment_failed")
        return
    with world.updating(subscription):
        subscription["status"] = world.after_dunning


def bill(world: World, subscription: Obj, lines: list[Obj], reason: str) -> Obj:
    """Issue an invoice and collect it, as the subscription's state and its paused collection allow."""
    held = subscription["pause_collection"]
    stays_draft = subscription["status"] == "unpaid" or bool(held and held["behavior"] == "keep_as_draft")
    with world.updating(subscription):
        invoice = invoicing.issue(world, subscription, lines, reason, open_it=not stays_draft)
    if stays_draft:
        return invoice
    if held and held["behavior"] == "void":
        invoicing.void(world, invoice)
    elif held:
        invoice["status"] = "uncollectible"
        world.emit("invoice.marked_uncollectible", invoice)
    else:
        settle(world, invoice, paid=invoicing.collect(world, invoice))
    return invoice


def cancel(world: World, subscription: Obj, *, reason: str) -> None:
    """At once. Open invoices stay open, but nothing tries to collect them any more."""
    if subscription["status"] in ENDED:
        return
    subscription |= {"status": "canceled", "ended_at": world.now, "cancel_at_period_end": False}
    subscription["canceled_at"] = subscription["canceled_at"] or world.now
    subscription["cancellation_details"] |= {"reason": reason}
    for invoice in invoices_of(world, subscription):
        invoice |= {"next_payment_attempt": None, "auto_advance": False}
    if subscription["schedule"]:
        schedule = world.find(subscription["schedule"], "subscription_schedule")
        schedule |= {"status": "canceled", "canceled_at": world.now, "current_phase": None}
        world.emit("subscription_schedule.canceled", schedule)
    world.emit("customer.subscription.deleted", subscription)


def invoices_of(world: World, subscription: Obj) -> list[Obj]:
    return [
        invoice
        for invoice in world.every("invoice")
        if invoice["parent"]["subscription_details"]["subscription"] == subscription["id"]
    ]


def expire(world: World, subscription: Obj) -> None:
    """The first payment was not made within 23 hours."""
    with world.updating(subscription):
        subscription |= {"status": "incomplete_expired", "ended_at": world.now}
    invoicing.void(world, world.find(subscription["latest_invoice"], "invoice"))
