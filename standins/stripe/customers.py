"""Customers, their tax ids and their cards."""

from standins.stripe import transitions
from standins.stripe.cards import TOKENS, card
from standins.stripe.errors import invalid
from standins.stripe.forms import Params, required
from standins.stripe.routing import route
from standins.stripe.world import Obj, World

_FIELDS = "email name phone description address metadata invoice_settings preferred_locales tax_exempt"


@route("POST", "/v1/customers", f"{_FIELDS} payment_method tax_id_data")
def create(world: World, params: Params) -> Obj:
    customer = world.add(
        "customer",
        "cus",
        **{name: params.get(name) for name in ("email", "name", "phone", "description", "address")},
        metadata=params.get("metadata") or {},
        invoice_settings={"default_payment_method": None, "custom_fields": None, "footer": None},
        preferred_locales=params.get("preferred_locales", []),
        tax_exempt=params.get("tax_exempt", "none"),
        balance=0,
        currency=None,
        delinquent=False,
        default_source=None,
        discount=None,
        invoice_prefix=f"CF{world.count:05d}",
        next_invoice_sequence=1,
    )
    _default_card(world, customer, params)
    for tax_id in params.get("tax_id_data") or []:
        _add_tax_id(world, customer, tax_id)
    world.emit("customer.created", customer)
    return customer


@route("GET", "/v1/customers", "email")
def list_all(world: World, params: Params) -> list[Obj]:
    having = {"email": params["email"]} if "email" in params else {}
    return [found for found in world.every("customer", **having) if not found.get("deleted")]


@route("GET", "/v1/customers/{id}")
def retrieve(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "customer")


@route("POST", "/v1/customers/{id}", _FIELDS)
def update(world: World, params: Params, identity: str) -> Obj:
    customer = existing(world, identity)
    with world.updating(customer):
        for name in ("email", "name", "phone", "description", "address", "tax_exempt"):
            if name in params:
                customer[name] = params[name] or None
        for name, value in (params.get("metadata") or {}).items():
            customer["metadata"][name] = value
        _default_card(world, customer, params)
    return customer


@route("DELETE", "/v1/customers/{id}")
def delete(world: World, _params: Params, identity: str) -> Obj:
    customer = existing(world, identity)
    for subscription in world.every("subscription", customer=identity):
        transitions.cancel(world, subscription, reason="cancellation_requested")
    world.emit("customer.deleted", customer)
    gone: Obj = {"id": identity, "object": "customer", "deleted": True}
    world.objects[identity] = gone
    return gone


def existing(world: World, identity: str, *, param: str = "id") -> Obj:
    customer = world.find(identity, "customer", param=param)
    if customer.get("deleted"):
        raise invalid(f"No such customer: '{identity}'; a deleted customer.", param=param, code="resource_missing")
    return customer


def _default_card(world: World, customer: Obj, params: Params) -> None:
    chosen = (params.get("invoice_settings") or {}).get("default_payment_method") or params.get("payment_method")
    if chosen:
        held = attach(world, {"customer": customer["id"]}, chosen)
        customer["invoice_settings"]["default_payment_method"] = held["id"]


@route("POST", "/v1/customers/{id}/tax_ids", "type value")
def create_tax_id(world: World, params: Params, identity: str) -> Obj:
    return _add_tax_id(world, existing(world, identity), params)


def _add_tax_id(world: World, customer: Obj, params: Params) -> Obj:
    tax_id = world.add(
        "tax_id",
        "txi",
        type=required(params, "type"),
        value=required(params, "value"),
        customer=customer["id"],
        country=str(params["type"])[:2].upper(),
        owner={"type": "customer", "customer": customer["id"]},
        verification={"status": "pending", "verified_address": None, "verified_name": None},
    )
    world.emit("customer.tax_id.created", tax_id)
    return tax_id


@route("GET", "/v1/customers/{id}/tax_ids")
def list_tax_ids(world: World, _params: Params, identity: str) -> list[Obj]:
    return world.every("tax_id", customer=existing(world, identity)["id"])


@route("DELETE", "/v1/customers/{id}/tax_ids/{tax_id}")
def delete_tax_id(world: World, _params: Params, _customer: str, identity: str) -> Obj:
    tax_id = world.find(identity, "tax_id")
    world.emit("customer.tax_id.deleted", tax_id)
    del world.objects[identity]
    return {"id": identity, "object": "tax_id", "deleted": True}


@route("POST", "/v1/payment_methods/{id}/attach", "customer")
def attach(world: World, params: Params, identity: str) -> Obj:
    """A test token like pm_card_visa makes a new one."""
    chosen = card(world, TOKENS[identity]) if identity in TOKENS else world.find(identity, "payment_method")
    customer = existing(world, required(params, "customer"), param="customer")
    if chosen["customer"] != customer["id"]:
        chosen["customer"] = customer["id"]
        world.emit("payment_method.attached", chosen)
    return chosen


@route("POST", "/v1/payment_methods/{id}/detach")
def detach(world: World, _params: Params, identity: str) -> Obj:
    chosen = world.find(identity, "payment_method")
    chosen["customer"] = None
    world.emit("payment_method.detached", chosen)
    return chosen


@route("GET", "/v1/payment_methods/{id}")
def retrieve_card(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "payment_method")


@route("GET", "/v1/payment_methods", "customer type")
def list_cards(world: World, params: Params) -> list[Obj]:
    return world.every("payment_method", customer=required(params, "customer"))
