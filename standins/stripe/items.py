"""The items of a subscription, and what changing them in the middle of a period comes to."""

import copy

from standins.stripe import invoicing
from standins.stripe.errors import invalid
from standins.stripe.forms import Params, flag, required, whole
from standins.stripe.periods import period_end, share
from standins.stripe.world import Obj, World, listed

Period = tuple[int, int]


def new_item(world: World, subscription: str, wanted: Params) -> Obj:
    price = world.find(required(wanted, "price"), "price", param="items[price]")
    if price["type"] != "recurring" or not price["active"]:
        raise invalid("The price specified is inactive or not recurring.", param="items[price]")
    return {
        "id": world.new_id("si"),
        "object": "subscription_item",
        "created": world.now,
        "current_period_start": world.now,
        "current_period_end": world.now,
        "discounts": [],
        "metadata": {},
        "price": copy.deepcopy(price),
        "quantity": whole(wanted, "quantity") or 1,
        "subscription": subscription,
        "tax_rates": [],
    }


def item_list(subscription: str, items: list[Obj]) -> Obj:
    currencies = {item["price"]["currency"] for item in items}
    rhythms = {(item["price"]["recurring"]["interval"], item["price"]["recurring"]["interval_count"]) for item in items}
    if len(currencies) != 1 or len(rhythms) != 1:
        raise invalid("All items of a subscription must have one currency and one interval.", param="items")
    return {
        **listed(items, f"/v1/subscription_items?subscription={subscription}"),
        "total_count": len(items),
    }


def period_of(subscription: Obj) -> Period:
    first = subscription["items"]["data"][0]
    return first["current_period_start"], first["current_period_end"]


def set_period(subscription: Obj, period: Period) -> None:
    for item in subscription["items"]["data"]:
        item["current_period_start"], item["current_period_end"] = period


def changed(world: World, subscription: Obj, changes: list[Params]) -> list[Obj]:
    """The items as they would be; the subscription is left alone."""
    items: list[Obj] = copy.deepcopy(subscription["items"]["data"])
    for change in changes:
        if "id" not in change:
            items.append(new_item(world, subscription["id"], change))
            continue
        old = next((item for item in items if item["id"] == change["id"]), None)
        if old is None:
            raise invalid(f"No such subscription item: '{change['id']}'", param="items[id]", code="resource_missing")
        if flag(change, "deleted"):
            items.remove(old)
            continue
        if "price" in change:
            old["price"] = new_item(world, subscription["id"], change)["price"]
        old["quantity"] = whole(change, "quantity") or old["quantity"]
    if not items:
        raise invalid("A subscription must have at least one item.", param="items")
    item_list(subscription["id"], items)
    start, end = period_of(subscription)
    for item in items:
        item["current_period_start"], item["current_period_end"] = start, end
    return items


def new_period(subscription: Obj, items: list[Obj], at: int) -> Period | None:
    """The period that begins now because the interval changed; None while the old one goes on."""
    old, new = subscription["items"]["data"][0]["price"]["recurring"], items[0]["price"]["recurring"]
    same = (old["interval"], old["interval_count"]) == (new["interval"], new["interval_count"])
    return None if same or subscription["status"] == "trialing" else (at, period_end(at, at, new))


def prorations(world: World, subscription: Obj, items: list[Obj], at: int) -> list[Obj]:
    """Credits for what won't be used, charges for what will, second by second. Nothing in a trial."""
    if subscription["status"] not in {"active", "past_due"}:
        return []
    start, end = period_of(subscription)
    before = {item["id"]: item for item in subscription["items"]["data"]}
    after = {item["id"]: item for item in items}
    fresh, lines = new_period(subscription, items, at), []
    for identity, old in before.items():
        new = after.get(identity)
        if fresh or new is None or _terms(new) != _terms(old):
            credit = -share(invoicing.worth(old), end - at, end - start)
            text = f"Unused time on {invoicing.product_name(world, old)} after {invoicing.day(at)}"
            lines.append(invoicing.line(world, old, credit, (at, end), proration=True, text=text))
    for identity, new in after.items():
        known = before.get(identity)
        if fresh:
            lines += invoicing.period_lines(world, [new], fresh)
        elif known is None or _terms(new) != _terms(known):
            charge = share(invoicing.worth(new), end - at, end - start)
            text = f"Remaining time on {invoicing.product_name(world, new)} after {invoicing.day(at)}"
            lines.append(invoicing.line(world, new, charge, (at, end), proration=True, text=text))
    return lines


def _terms(item: Obj) -> tuple[str, int]:
    return item["price"]["id"], item["quantity"]
