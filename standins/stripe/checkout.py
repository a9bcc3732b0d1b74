"""Checkout sessions and portal sessions: what their hosted pages then do."""

from standins.stripe import customers, subscriptions
from standins.stripe.cards import card, works
from standins.stripe.catalogue import redeemable
from standins.stripe.errors import declined, invalid
from standins.stripe.forms import Params, flag, required, whole
from standins.stripe.periods import DAY
from standins.stripe.routing import route
from standins.stripe.world import Obj, World, listed

_SESSION = "mode customer customer_email client_reference_id line_items discounts allow_promotion_codes success_url"
_SESSION += " cancel_url subscription_data metadata expires_at tax_id_collection customer_update locale"
_SESSION += " payment_method_collection billing_address_collection automatic_tax"


@route("POST", "/v1/checkout/sessions", _SESSION)
def create(world: World, params: Params) -> Obj:
    if params.get("mode") != "subscription":
        raise invalid("The stand-in knows mode=subscription alone.", param="mode")
    if flag(params, "allow_promotion_codes") and params.get("discounts"):
        raise invalid("You may only specify one of these parameters: allow_promotion_codes, discounts.")
    identity, customer = world.new_id("cs_test"), params.get("customer")
    if customer:
        customers.existing(world, customer, param="customer")
    wanted = required(params, "line_items")
    prices = [world.find(required(item, "price"), "price", param="line_items[price]") for item in wanted]
    total = sum(
        int(price["unit_amount"]) * (whole(item, "quantity") or 1) for price, item in zip(prices, wanted, strict=True)
    )
    for discount in params.get("discounts") or []:
        redeemable(world, discount)
    data: Params = params.get("subscription_data") or {}
    if (whole(data, "trial_end") or world.now + 2 * DAY) < world.now + 2 * DAY:
        raise invalid("The trial_end must be at least 2 days in the future.", param="subscription_data[trial_end]")
    return world.add(
        "checkout.session",
        "cs_test",
        id=identity,
        mode="subscription",
        status="open",
        payment_status="unpaid",
        customer=customer,
        customer_email=params.get("customer_email"),
        customer_details=None,
        client_reference_id=params.get("client_reference_id"),
        currency=prices[0]["currency"],
        amount_subtotal=total,
        amount_total=total,
        allow_promotion_codes=flag(params, "allow_promotion_codes"),
        discounts=params.get("discounts") or [],
        success_url=required(params, "success_url"),
        cancel_url=params.get("cancel_url"),
        expires_at=whole(params, "expires_at") or world.now + DAY,
        metadata=params.get("metadata") or {},
        tax_id_collection=params.get("tax_id_collection") and {"enabled": True, "required": "never"},
        subscription=None,
        invoice=None,
        url=f"{world.url}/checkout/{identity}",
        _items=wanted,
        _data=data,
    )


@route("GET", "/v1/checkout/sessions/{id}")
def retrieve(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "checkout.session")


@route("GET", "/v1/checkout/sessions", "customer status subscription")
def list_all(world: World, params: Params) -> list[Obj]:
    names = ("customer", "status", "subscription")
    return world.every("checkout.session", **{name: params[name] for name in names if name in params})


@route("GET", "/v1/checkout/sessions/{id}/line_items")
def line_items(world: World, _params: Params, identity: str) -> Obj:
    session = world.find(identity, "checkout.session")
    lines = [
        {
            "id": f"li_{number}",
            "object": "item",
            "price": world.find(item["price"], "price"),
            "quantity": whole(item, "quantity") or 1,
        }
        for number, item in enumerate(session["_items"])
    ]
    return listed(lines, f"/v1/checkout/sessions/{identity}/line_items")


@route("POST", "/v1/checkout/sessions/{id}/expire")
def expire(world: World, _params: Params, identity: str) -> Obj:
    session = world.find(identity, "checkout.session")
    if session["status"] != "open":
        raise invalid('Only Checkout Sessions with a status in ["open"] can be expired.')
    run_out(world, session)
    return session


def run_out(world: World, session: Obj) -> None:
    session |= {"status": "expired", "url": None}
    world.emit("checkout.session.expired", session)


def complete(world: World, session: Obj, *, number: str, promotion_code: str = "", tax_id: Params | None = None) -> Obj:
    """Somebody pressed Pay. Refuses with a card error, or with what is wrong with the code, and nothing has happened."""
    if session["status"] != "open":
        raise invalid("This checkout session has ended.")
    discounts = [_by_code(world, promotion_code)] if promotion_code else session["discounts"]
    for wanted in discounts:
        redeemable(world, wanted)
    held = card(world, number)
    data = session["_data"]
    trial = bool(data.get("trial_period_days") or data.get("trial_end"))
    if not trial and not works(held):
        del world.objects[held["id"]]
        raise declined()
    customer = _customer(world, session, tax_id)
    customers.attach(world, {"customer": customer["id"]}, held["id"])
    asked = {"items": session["_items"], "default_payment_method": held["id"], "discounts": discounts, **data}
    subscription = subscriptions.start(world, customer, asked)
    invoice = world.find(subscription["latest_invoice"], "invoice")
    session |= {"status": "complete", "url": None, "customer": customer["id"], "subscription": subscription["id"]}
    session |= {"invoice": invoice["id"], "amount_total": invoice["total"]}
    session["payment_status"] = "no_payment_required" if invoice["amount_due"] == 0 else "paid"
    session["customer_details"] = {"email": customer["email"], "name": customer["name"]}
    world.emit("checkout.session.completed", session)
    return session


def _by_code(world: World, code: str) -> Params:
    found = [one for one in world.every("promotion_code") if one["code"].lower() == code.strip().lower()]
    if not found:
        raise invalid("This promotion code is unknown.", param="promotion_code")
    return {"promotion_code": found[0]["id"]}


def _customer(world: World, session: Obj, tax_id: Params | None) -> Obj:
    if session["customer"]:
        customer = world.find(session["customer"], "customer")
    else:
        customer = customers.create(world, {"email": session["customer_email"]})
    if tax_id and tax_id.get("value"):
        customers.create_tax_id(world, tax_id, customer["id"])
    return customer


@route("POST", "/v1/billing_portal/sessions", "customer return_url configuration flow_data locale")
def create_portal(world: World, params: Params) -> Obj:
    customer = customers.existing(world, required(params, "customer"), param="customer")
    session = world.add(
        "billing_portal.session",
        "bps",
        customer=customer["id"],
        return_url=params.get("return_url"),
        configuration="bpc_standin",
        flow=None,
    )
    session["url"] = f"{world.url}/portal/{session['id']}"
    return session


def new_card(world: World, customer: Obj, number: str) -> None:
    """The portal's: the customer's default from now on, for each of its subscriptions too."""
    held = card(world, number)
    customers.attach(world, {"customer": customer["id"]}, held["id"])
    with world.updating(customer):
        customer["invoice_settings"]["default_payment_method"] = held["id"]
    for subscription in world.every("subscription", customer=customer["id"]):
        with world.updating(subscription):
            if subscription["default_payment_method"]:
                subscription["default_payment_method"] = held["id"]
