"""Meters and the usage reported to them; events, as the API tells of them."""

from standins.stripe.errors import invalid
from standins.stripe.forms import Params, required, whole
from standins.stripe.routing import route
from standins.stripe.world import Obj, World


@route(
    "POST",
    "/v1/billing/meters",
    "display_name event_name default_aggregation customer_mapping value_settings event_time_window",
)
def create(world: World, params: Params) -> Obj:
    name = required(params, "event_name")
    if world.every("billing.meter", event_name=name, status="active"):
        raise invalid(f"An active meter already uses the event name {name}.", param="event_name")
    return world.add(
        "billing.meter",
        "mtr",
        display_name=required(params, "display_name"),
        event_name=name,
        default_aggregation=required(params, "default_aggregation"),
        customer_mapping=params.get("customer_mapping") or {"type": "by_id", "event_payload_key": "stripe_customer_id"},
        value_settings=params.get("value_settings") or {"event_payload_key": "value"},
        event_time_window=params.get("event_time_window"),
        status="active",
        status_transitions={"deactivated_at": None},
        updated=world.now,
    )


@route("GET", "/v1/billing/meters", "status")
def list_all(world: World, params: Params) -> list[Obj]:
    return world.every("billing.meter", **({"status": params["status"]} if "status" in params else {}))


@route("POST", "/v1/billing/meter_events", "event_name payload identifier timestamp")
def report(world: World, params: Params) -> Obj:
    """Recorded once for each identifier."""
    name, payload = required(params, "event_name"), required(params, "payload")
    meters = world.every("billing.meter", event_name=name, status="active")
    if not meters:
        raise invalid(f"No active meter found for event name {name}.", param="event_name", code="resource_missing")
    key = meters[0]["customer_mapping"]["event_payload_key"]
    world.find(required(payload, key), "customer", param=f"payload[{key}]")
    identifier = params.get("identifier") or world.new_id("mev")
    if world.every("billing.meter_event", identifier=identifier):
        raise invalid(f"An event already exists with identifier {identifier}.", param="identifier")
    return world.add(
        "billing.meter_event",
        "mev",
        event_name=name,
        payload=payload,
        identifier=identifier,
        timestamp=whole(params, "timestamp") or world.now,
    )


@route("GET", "/v1/events/{id}")
def retrieve_event(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "event")


@route("GET", "/v1/events", "type types created")
def list_events(world: World, params: Params) -> list[Obj]:
    kinds = params.get("types") or ([params["type"]] if "type" in params else [])
    since = whole(params.get("created") or {}, "gte") or 0
    return [
        event for event in world.every("event") if (not kinds or event["type"] in kinds) and event["created"] >= since
    ]
