"""Invoices: their lines, their discounts, drafting, finalising, collecting."""

from datetime import UTC, datetime

from standins.stripe.cards import works
from standins.stripe.periods import DAY
from standins.stripe.world import Obj, World, listed

RETRY_AFTER_DAYS = (3, 5, 7)
"""Days from each failed attempt to the next; after the last of them comes what `World.after_dunning` says."""


def line(world: World, item: Obj, amount: int, period: tuple[int, int], *, proration: bool, text: str) -> Obj:
    """An invoice line for a subscription item; `amount` in the smallest unit, before discounts."""
    details = {"subscription_item": item["id"], "subscription": item["subscription"], "proration": proration}
    details |= {"invoice_item": None, "proration_details": {"credited_items": None}}
    return {
        "id": world.new_id("il"),
        "object": "line_item",
        "amount": amount,
        "subtotal": amount,
        "currency": item["price"]["currency"],
        "description": text,
        "discountable": True,
        "discount_amounts": [],
        "discounts": [],
        "livemode": False,
        "metadata": {},
        "parent": {
            "type": "subscription_item_details",
            "invoice_item_details": None,
            "subscription_item_details": details,
        },
        "period": {"start": period[0], "end": period[1]},
        "pricing": {
            "type": "price_details",
            "price_details": {"price": item["price"]["id"], "product": item["price"]["product"]},
            "unit_amount_decimal": str(item["price"]["unit_amount"]),
        },
        "quantity": item["quantity"],
        "subscription": item["subscription"],
        "taxes": [],
    }


def worth(item: Obj) -> int:
    """What an item costs for a period."""
    return int(item["price"]["unit_amount"] or 0) * int(item["quantity"])


def product_name(world: World, item: Obj) -> str:
    return str(world.find(item["price"]["product"], "product")["name"])


def period_lines(world: World, items: list[Obj], period: tuple[int, int], *, free: bool = False) -> list[Obj]:
    """The next period's price of each item; nothing of it in a trial."""
    text = "Trial period for {}" if free else "{}"
    return [
        line(
            world,
            item,
            0 if free else worth(item),
            period,
            proration=False,
            text=text.format(product_name(world, item)),
        )
        for item in items
    ]


def draft(world: World, subscription: Obj, lines: list[Obj], reason: str) -> Obj:
    """An invoice that isn't filed yet: discounts taken off, the customer's credit applied."""
    customer = world.find(subscription["customer"], "customer")
    subtotal, cuts = sum(entry["amount"] for entry in lines), discounts_on(world, subscription, lines)
    total = subtotal - sum(cut["amount"] for cut in cuts)
    due = max(0, total + customer["balance"])
    about = {"subscription": subscription["id"], "metadata": dict(subscription["metadata"])}
    number = customer["next_invoice_sequence"]
    return {
        "account_country": "US",
        "account_name": "Stand-in",
        "amount_due": due,
        "amount_paid": 0,
        "amount_remaining": due,
        "amount_overpaid": 0,
        "amount_shipping": 0,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {"enabled": False, "status": None, "liability": None},
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "currency": subscription["currency"],
        "customer": customer["id"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_tax_ids": [
            {"type": tax_id["type"], "value": tax_id["value"]}
            for tax_id in world.every("tax_id", customer=customer["id"])
        ],
        "default_payment_method": None,
        "discounts": list(subscription["discounts"]),
        "due_date": None,
        "ending_balance": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "lines": listed(lines, "/v1/invoices/lines"),
        "metadata": {},
        "next_payment_attempt": None,
        "number": f"{customer['invoice_prefix']}-{number:04d}",
        "parent": {"type": "subscription_details", "quote_details": None, "subscription_details": about},
        "period_start": min((entry["period"]["start"] for entry in lines), default=world.now),
        "period_end": world.now,
        "starting_balance": customer["balance"],
        "status": "draft",
        "status_transitions": dict.fromkeys(("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")),
        "subtotal": subtotal,
        "total": total,
        "total_discount_amounts": cuts,
        "total_taxes": [],
    }


def discounts_on(world: World, subscription: Obj, lines: list[Obj]) -> list[Obj]:
    """Per cent off every line, amounts off what is left of a positive sum."""
    left, cuts = sum(entry["amount"] for entry in lines), []
    for identity in subscription["discounts"]:
        discount = world.find(identity, "discount")
        coupon = world.find(discount["source"]["coupon"], "coupon")
        if discount["end"] is not None and discount["end"] <= world.now:
            continue
        whole = coupon["percent_off"] is not None
        cut = round(left * coupon["percent_off"] / 100) if whole else max(0, min(left, coupon["amount_off"]))
        cuts.append({"amount": cut, "discount": identity})
        left -= cut
    return cuts


def issue(world: World, subscription: Obj, lines: list[Obj], reason: str, *, open_it: bool = True) -> Obj:
    """A new invoice of a subscription, finalised at once unless it is to stay a draft."""
    customer = world.find(subscription["customer"], "customer")
    for pending in world.every("invoiceitem", subscription=subscription["id"], invoice=None):
        lines = [*lines, pending["_line"]]
        pending["invoice"] = "billed"
    invoice = world.add("invoice", "in", **draft(world, subscription, lines, reason))
    customer["next_invoice_sequence"] += 1
    customer["currency"] = invoice["currency"]
    for entry in lines:
        entry["invoice"] = invoice["id"]
    subscription["latest_invoice"] = invoice["id"]
    subscription["discounts"] = [kept for kept in subscription["discounts"] if not _spent(world, kept, invoice)]
    world.emit("invoice.created", invoice)
    if open_it:
        finalise(world, invoice)
    else:
        invoice["auto_advance"] = False
    return invoice


def _spent(world: World, identity: str, invoice: Obj) -> bool:
    discount = world.find(identity, "discount")
    coupon = world.find(discount["source"]["coupon"], "coupon")
    over = discount["end"] is not None and discount["end"] <= world.now
    used_up: bool = coupon["duration"] == "once" and invoice["subtotal"] > 0
    return over or used_up


def finalise(world: World, invoice: Obj) -> None:
    """Open: it has its pages, and the customer's credit is used or made."""
    customer = world.find(invoice["customer"], "customer")
    invoice["status"] = "open"
    invoice["hosted_invoice_url"] = f"{world.url}/invoice/{invoice['id']}"
    invoice["invoice_pdf"] = f"{world.url}/invoice/{invoice['id']}/pdf"
    invoice["status_transitions"]["finalized_at"] = world.now
    before = customer["balance"]
    customer["balance"] = before + invoice["total"] - invoice["amount_due"]
    invoice["ending_balance"] = customer["balance"]
    world.emit("invoice.finalized", invoice)


def card_of(world: World, subscription: Obj | None, customer: Obj) -> Obj | None:
    """The payment method that a charge would use."""
    chosen = subscription and subscription["default_payment_method"]
    chosen = chosen or customer["invoice_settings"]["default_payment_method"]
    return world.find(chosen, "payment_method") if chosen else None


def subscription_of(world: World, invoice: Obj) -> Obj:
    return world.find(invoice["parent"]["subscription_details"]["subscription"], "subscription")


def collect(world: World, invoice: Obj, card: Obj | None = None) -> bool:
    """Charge what is due; whether it worked. A failure plans the next attempt as dunning says."""
    customer = world.find(invoice["customer"], "customer")
    invoice["attempted"] = True
    if invoice["amount_due"] == 0 or works(card or card_of(world, subscription_of(world, invoice), customer)):
        mark_paid(world, invoice)
        return True
    invoice["attempt_count"] += 1
    turns = invoice["attempt_count"] - 1
    waits = RETRY_AFTER_DAYS[turns] * DAY if turns < len(RETRY_AFTER_DAYS) else None
    invoice["next_payment_attempt"] = waits and world.now + waits
    customer["delinquent"] = True
    world.emit("invoice.payment_failed", invoice)
    return False


def mark_paid(world: World, invoice: Obj) -> None:
    customer = world.find(invoice["customer"], "customer")
    invoice |= {"status": "paid", "amount_paid": invoice["amount_due"], "amount_remaining": 0}
    invoice["next_payment_attempt"] = None
    invoice["status_transitions"]["paid_at"] = world.now
    customer["delinquent"] = False
    world.emit("invoice.paid", invoice)
    world.emit("invoice.payment_succeeded", invoice)


def void(world: World, invoice: Obj) -> None:
    invoice |= {"status": "void", "next_payment_attempt": None}
    invoice["status_transitions"]["voided_at"] = world.now
    world.emit("invoice.voided", invoice)


def day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%d %b %Y")
