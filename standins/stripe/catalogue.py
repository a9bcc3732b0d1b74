"""Products, prices, coupons and promotion codes."""

from typing import Any

from standins.stripe.errors import invalid
from standins.stripe.forms import Params, flag, one_of, required, whole
from standins.stripe.periods import later
from standins.stripe.routing import route
from standins.stripe.world import Obj, World


@route("POST", "/v1/products", "id name active description metadata tax_code unit_label")
def create_product(world: World, params: Params) -> Obj:
    if params.get("id") in world.objects:
        raise invalid("Product already exists.", param="id", code="resource_already_exists")
    product = world.add(
        "product",
        "prod",
        id=params.get("id", ""),
        name=required(params, "name"),
        active=flag(params, "active", default=True),
        description=params.get("description"),
        metadata=params.get("metadata") or {},
        images=[],
        marketing_features=[],
        default_price=None,
        type="service",
        updated=world.now,
    )
    world.emit("product.created", product)
    return product


@route("GET", "/v1/products", "active ids")
def list_products(world: World, params: Params) -> list[Obj]:
    having = {"active": flag(params, "active")} if "active" in params else {}
    found = world.every("product", **having)
    return [product for product in found if product["id"] in params["ids"]] if "ids" in params else found


@route("GET", "/v1/products/{id}")
def retrieve_product(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "product")


@route("POST", "/v1/products/{id}", "name active description metadata")
def update_product(world: World, params: Params, identity: str) -> Obj:
    return _update(world, world.find(identity, "product"), params)


_PRICE = "product currency unit_amount recurring lookup_key transfer_lookup_key nickname metadata active product_data"


@route("POST", "/v1/prices", f"{_PRICE} tax_behavior")
def create_price(world: World, params: Params) -> Obj:
    if "product_data" in params:
        product = create_product(world, params["product_data"])
    else:
        product = world.find(required(params, "product"), "product", param="product")
    recurring = params.get("recurring")
    price = world.add(
        "price",
        "price",
        product=product["id"],
        currency=str(required(params, "currency")).lower(),
        unit_amount=whole(params, "unit_amount"),
        unit_amount_decimal=params.get("unit_amount"),
        active=flag(params, "active", default=True),
        billing_scheme="per_unit",
        nickname=params.get("nickname"),
        metadata=params.get("metadata") or {},
        lookup_key=None,
        tax_behavior=params.get("tax_behavior", "unspecified"),
        type="recurring" if recurring else "one_time",
        recurring=recurring and _recurring(recurring),
    )
    _claim_lookup_key(world, price, params)
    world.emit("price.created", price)
    return price


def _recurring(params: Params) -> Obj:
    return {
        "interval": one_of(params, "interval", ("month", "year", "week", "day")),
        "interval_count": whole(params, "interval_count") or 1,
        "usage_type": one_of(params, "usage_type", ("licensed",)),
        "meter": None,
    }


def _claim_lookup_key(world: World, price: Obj, params: Params) -> None:
    key = params.get("lookup_key")
    if not key:
        return
    for holder in world.every("price", lookup_key=key):
        if not flag(params, "transfer_lookup_key") and holder is not price:
            raise invalid(f"A price (`{holder['id']}`) already uses that lookup key.", param="lookup_key")
        holder["lookup_key"] = None
    price["lookup_key"] = key


@route("GET", "/v1/prices", "lookup_keys product active currency type")
def list_prices(world: World, params: Params) -> list[Obj]:
    having: dict[str, Any] = {name: params[name] for name in ("product", "currency", "type") if name in params}
    if "active" in params:
        having["active"] = flag(params, "active")
    found = world.every("price", **having)
    keys = params.get("lookup_keys")
    return [price for price in found if price["lookup_key"] in keys] if keys else found


@route("GET", "/v1/prices/{id}")
def retrieve_price(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "price")


@route("POST", "/v1/prices/{id}", "active nickname metadata lookup_key transfer_lookup_key")
def update_price(world: World, params: Params, identity: str) -> Obj:
    price = world.find(identity, "price")
    _claim_lookup_key(world, price, params)
    return _update(world, price, params)


def _update(world: World, thing: Obj, params: Params) -> Obj:
    with world.updating(thing):
        for name in ("name", "description", "nickname"):
            if name in params:
                thing[name] = params[name] or None
        if "active" in params:
            thing["active"] = flag(params, "active")
        thing["metadata"] |= params.get("metadata") or {}
    return thing


_COUPON = "id name percent_off amount_off currency duration duration_in_months max_redemptions redeem_by metadata"


@route("POST", "/v1/coupons", _COUPON)
def create_coupon(world: World, params: Params) -> Obj:
    percent, amount = params.get("percent_off"), whole(params, "amount_off")
    if (percent is None) == (amount is None):
        raise invalid("You must pass either percent_off or amount_off.", param="percent_off")
    coupon = world.add(
        "coupon",
        "co",
        id=params.get("id", ""),
        name=params.get("name"),
        percent_off=percent and float(percent),
        amount_off=amount,
        currency=amount and str(required(params, "currency")).lower(),
        duration=one_of(params, "duration", ("once", "repeating", "forever")),
        duration_in_months=whole(params, "duration_in_months"),
        max_redemptions=whole(params, "max_redemptions"),
        redeem_by=whole(params, "redeem_by"),
        metadata=params.get("metadata") or {},
        times_redeemed=0,
        valid=True,
    )
    world.emit("coupon.created", coupon)
    return coupon


@route("GET", "/v1/coupons/{id}")
def retrieve_coupon(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "coupon")


@route("POST", "/v1/promotion_codes", "promotion code active customer expires_at max_redemptions metadata")
def create_promotion_code(world: World, params: Params) -> Obj:
    coupon = world.find(required(required(params, "promotion"), "coupon"), "coupon", param="promotion[coupon]")
    code = world.add(
        "promotion_code",
        "promo",
        code=params.get("code") or f"CODE{world.count:04d}",
        promotion={"type": "coupon", "coupon": coupon["id"]},
        active=flag(params, "active", default=True),
        customer=params.get("customer"),
        expires_at=whole(params, "expires_at"),
        max_redemptions=whole(params, "max_redemptions"),
        metadata=params.get("metadata") or {},
        restrictions={"first_time_transaction": False, "minimum_amount": None, "minimum_amount_currency": None},
        times_redeemed=0,
    )
    world.emit("promotion_code.created", code)
    return code


@route("GET", "/v1/promotion_codes", "code active coupon customer")
def list_promotion_codes(world: World, params: Params) -> list[Obj]:
    found = world.every("promotion_code")
    if "code" in params:
        found = [code for code in found if code["code"].lower() == params["code"].lower()]
    return [code for code in found if "active" not in params or code["active"] == flag(params, "active")]


@route("GET", "/v1/promotion_codes/{id}")
def retrieve_promotion_code(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "promotion_code")


def redeemable(world: World, wanted: Params) -> tuple[Obj, Obj | None]:
    """The coupon, and the promotion code it came by, of `{coupon}` or `{promotion_code}`. Refuses one that has ended."""
    code = None
    if wanted.get("promotion_code"):
        code = world.find(wanted["promotion_code"], "promotion_code", param="discounts")
        if not code["active"] or _used_up(code) or (code["expires_at"] or world.now) < world.now:
            raise invalid("This promotion code is no longer valid.", param="discounts", code="promotion_code_expired")
    coupon_id = code["promotion"]["coupon"] if code else required(wanted, "coupon")
    coupon = world.find(coupon_id, "coupon", param="discounts")
    if not coupon["valid"] or _used_up(coupon) or (coupon["redeem_by"] or world.now) < world.now:
        raise invalid("This coupon has expired.", param="discounts", code="coupon_expired")
    return coupon, code


def _used_up(thing: Obj) -> bool:
    return thing["max_redemptions"] is not None and thing["times_redeemed"] >= thing["max_redemptions"]


def discount(world: World, wanted: Params, *, customer: str, subscription: str | None) -> Obj:
    """The coupon redeemed."""
    coupon, code = redeemable(world, wanted)
    for used in (coupon, code):
        if used:
            used["times_redeemed"] += 1
    months = coupon["duration_in_months"]
    return world.add(
        "discount",
        "di",
        source={"type": "coupon", "coupon": coupon["id"]},
        promotion_code=code and code["id"],
        customer=customer,
        subscription=subscription,
        start=world.now,
        end=later(world.now, "month", months) if coupon["duration"] == "repeating" and months else None,
        checkout_session=None,
        invoice=None,
        invoice_item=None,
    )
