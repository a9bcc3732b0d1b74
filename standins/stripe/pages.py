"""The pages a customer would see at Stripe: checkout, portal, an invoice; and the clock's own page."""

from html import escape

from standins.stripe import catalogue, checkout, customers, html, invoices, life, schedules, subscriptions
from standins.stripe.errors import ApiError, invalid
from standins.stripe.forms import Params
from standins.stripe.pdf import pdf
from standins.stripe.transitions import ENDED
from standins.stripe.world import Obj, World

_TAX_ID_KINDS = ("in_gst", "eu_vat", "gb_vat", "us_ein", "ke_pin", "ng_tin")
_CARD_HINT = "4242 4242 4242 4242 works, 4000 0000 0000 0341 fails when charged, 4000 0000 0000 0002 is declined."


def checkout_page(world: World, session: Obj, error: str = "") -> str:
    lines, data = "", session["_data"]
    for item in session["_items"]:
        price = world.find(item["price"], "price")
        name = world.find(price["product"], "product")["name"]
        every = f" / {price['recurring']['interval']}"
        lines += html.row(name, html.money(price["unit_amount"], price["currency"]) + every)
    for discount in session["discounts"]:
        coupon, _ = catalogue.redeemable(world, discount)
        lines += html.row(f"Coupon {coupon['name'] or coupon['id']}", _worth(coupon))
    first = _first_payment(data)
    lines += html.row("To pay " + first, html.money(session["amount_subtotal"], session["currency"]), total=True)
    fields = html.field("number", "Card number", "4242 4242 4242 4242", hint=_CARD_HINT, required=True)
    if session["allow_promotion_codes"]:
        fields += html.field("promotion_code", "Promotion code (optional)")
    if session["tax_id_collection"]:
        fields += _tax_id_fields()
    back = session["cancel_url"]
    leave = f'<a class="button quiet wide" href="{escape(back)}">Go back</a>' if back else ""
    return html.page(
        "Checkout",
        f"{html.failure(error)}<section><h2>Your plan</h2>{lines}</section>"
        f'<section><form method="post"><h2>Payment</h2>{fields}<button class="wide">Pay</button></form>{leave}</section>',
    )


def _first_payment(data: Params) -> str:
    if data.get("trial_end"):
        return f"on {html.day(int(data['trial_end']))}"
    days = data.get("trial_period_days")
    return f"after {days} free days" if days else "today"


def _worth(coupon: Obj) -> str:
    if coupon["percent_off"]:
        return f"−{coupon['percent_off']:g} %"
    return html.money(-coupon["amount_off"], coupon["currency"])


def _tax_id_fields() -> str:
    options = "".join(f"<option>{kind}</option>" for kind in _TAX_ID_KINDS)
    return (
        '<label for="tax_kind">Kind of tax number</label>'
        f'<select id="tax_kind" name="tax_kind">{options}</select>' + html.field("tax_id", "Tax number (optional)")
    )


def pay_checkout(world: World, session: Obj, form: Params) -> str:
    """Where the browser goes next. Raises ApiError."""
    tax_id = {"type": form.get("tax_kind", _TAX_ID_KINDS[0]), "value": form.get("tax_id", "").strip()}
    checkout.complete(
        world,
        session,
        number=form.get("number", ""),
        promotion_code=form.get("promotion_code", ""),
        tax_id=tax_id,
    )
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def portal_page(world: World, session: Obj, error: str = "") -> str:
    customer = world.find(session["customer"], "customer")
    alive = [one for one in world.every("subscription", customer=customer["id"]) if one["status"] not in ENDED]
    back = session["return_url"]
    leave = f'<p><a class="button quiet" href="{escape(back)}">Return to the shop’s office</a></p>' if back else ""
    plans = "".join(_plan(world, subscription) for subscription in alive) or "<p>No subscription.</p>"
    return html.page(
        "Billing portal",
        f"{html.failure(error)}{leave}<section><h2>Plan</h2>{plans}</section>{_card(world, customer)}"
        f"{_tax_ids(world, customer)}<section><h2>Invoices</h2>{_invoices(world, customer)}</section>",
    )


def _plan(world: World, subscription: Obj) -> str:
    item = subscription["items"]["data"][0]
    name = world.find(item["price"]["product"], "product")["name"]
    price = html.money(item["price"]["unit_amount"], subscription["currency"])
    ends = html.day(item["current_period_end"])
    about = html.row(
        f"{name} ({subscription['status'].replace('_', ' ')})", f"{price} / {item['price']['recurring']['interval']}"
    )
    whom = {"subscription": subscription["id"]}
    if subscription["cancel_at_period_end"]:
        return f"{about}<p>Ends on {ends}.</p>" + html.action("resume", "Don’t cancel", hidden=whom)
    return f"{about}<p>Current period until {ends}.</p>" + html.action(
        "cancel", "Cancel at the end of the period", hidden=whom, quiet=True
    )


def _card(world: World, customer: Obj) -> str:
    cards = world.every("payment_method", customer=customer["id"])
    present = f"Visa ending in {cards[-1]['card']['last4']}" if cards else "No card yet"
    field = html.field("number", "New card number", "4242 4242 4242 4242", hint=_CARD_HINT, required=True)
    save = '<button class="wide" name="action" value="card">Save card</button>'
    return f'<section><h2>Card</h2><p>{present}</p><form method="post">{field}{save}</form></section>'


def _tax_ids(world: World, customer: Obj) -> str:
    known = "".join(html.row(one["value"], one["type"]) for one in world.every("tax_id", customer=customer["id"]))
    save = '<button class="wide quiet" name="action" value="tax_id">Add tax number</button>'
    return f'<section><h2>Tax numbers</h2>{known}<form method="post">{_tax_id_fields()}{save}</form></section>'


def _invoices(world: World, customer: Obj) -> str:
    rows = ""
    for invoice in reversed(world.every("invoice", customer=customer["id"])):
        pay = html.action("pay", "Pay now", hidden={"invoice": invoice["id"]}) if invoice["status"] == "open" else ""
        file = (
            f'<a href="{invoice["invoice_pdf"]}">{invoice["number"]} (PDF)</a>'
            if invoice["invoice_pdf"]
            else invoice["number"]
        )
        due = html.money(invoice["total"], invoice["currency"])
        rows += (
            f'<div class="row"><span>{file}</span><span class="tabular">{due} · {invoice["status"]}</span>{pay}</div>'
        )
    return rows or "<p>None yet.</p>"


def act_in_portal(world: World, session: Obj, form: Params) -> None:
    """What a button of the portal does. Raises ApiError."""
    customer, action = world.find(session["customer"], "customer"), form.get("action")
    if action == "card":
        checkout.new_card(world, customer, form.get("number", ""))
    elif action == "tax_id":
        customers.create_tax_id(world, {"type": form.get("tax_kind"), "value": form.get("tax_id")}, customer["id"])
    elif action == "pay":
        invoices.pay(world, {}, _own(world, "invoice", form.get("invoice", ""), customer)["id"])
    elif action in {"cancel", "resume"}:
        subscription = _own(world, "subscription", form.get("subscription", ""), customer)
        if subscription["schedule"]:
            schedules.release_schedule(world, world.find(subscription["schedule"], "subscription_schedule"))
        wanted = {"cancel_at_period_end": "true" if action == "cancel" else "false"}
        subscriptions.update(world, wanted, subscription["id"])
    else:
        raise invalid("The portal has no such button.")


def _own(world: World, kind: str, identity: str, customer: Obj) -> Obj:
    thing = world.find(identity, kind)
    if thing["customer"] != customer["id"]:
        raise invalid(f"No such {kind}: '{identity}'")
    return thing


def _invoice_lines(world: World, invoice: Obj) -> list[tuple[str, str]]:
    currency = invoice["currency"]
    rows = [(str(line["description"]), html.money(line["amount"], currency)) for line in invoice["lines"]["data"]]
    rows += [("Discount", html.money(-cut["amount"], currency)) for cut in invoice["total_discount_amounts"]]
    return [*rows, ("Total", html.money(invoice["total"], currency))]


def invoice_page(world: World, invoice: Obj, error: str = "") -> str:
    rows = "".join(html.row(*line) for line in _invoice_lines(world, invoice))
    pay = html.action("pay", "Pay now") if invoice["status"] == "open" else ""
    file = f'<p><a href="{invoice["invoice_pdf"]}">Download PDF</a></p>' if invoice["invoice_pdf"] else ""
    said = f"<p>{html.day(invoice['created'])} · {invoice['status']}</p>"
    return html.page(f"Invoice {invoice['number']}", f"{html.failure(error)}<section>{said}{rows}{file}{pay}</section>")


def invoice_pdf(world: World, invoice: Obj) -> bytes:
    head = ["STAND-IN: no money has moved", "", f"Invoice {invoice['number']}", html.day(invoice["created"])]
    about = [
        f"To {invoice['customer_name'] or ''} {invoice['customer_email'] or ''}",
        f"Status {invoice['status']}",
        "",
    ]
    rows = [f"{left}   {right}".replace("−", "-") for left, right in _invoice_lines(world, invoice)]
    return pdf([*head, *about, *rows])


def clock_page(world: World) -> str:
    moves = "".join(
        html.action(str(days), f"On by {days} day{'s'[: days > 1]}", quiet=True) + " " for days in (1, 7, 30, 365)
    )
    said = f"<p>It is {html.day(world.now)} here. {len(world.every('subscription'))} subscriptions.</p>"
    return html.page("The clock", f"<section>{said}{moves}</section>")


def move_clock(world: World, form: Params) -> None:
    if not form.get("action", "").isdigit():
        raise invalid("The clock moves by whole days.")
    advance(world, int(form["action"]) * 86400)


def advance(world: World, seconds: int) -> None:
    if seconds < 0:
        raise ApiError(400, "invalid_request_error", "The clock only goes forward.")
    life.live(world, world.now + seconds)
    world.offset += seconds
