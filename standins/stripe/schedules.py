"""Subscription schedules: what is to become of a subscription at the end of its period."""

from standins.stripe import items
from standins.stripe.errors import invalid
from standins.stripe.forms import Params, one_of, required, whole
from standins.stripe.periods import later, period_end
from standins.stripe.routing import route
from standins.stripe.world import Obj, World


@route("POST", "/v1/subscription_schedules", "from_subscription metadata")
def create(world: World, params: Params) -> Obj:
    """From a subscription, with its present period as the one phase."""
    subscription = world.find(required(params, "from_subscription"), "subscription", param="from_subscription")
    if subscription["schedule"]:
        raise invalid("You cannot migrate a subscription that is already attached to a schedule.")
    start, end = items.period_of(subscription)
    trial_end = subscription["trial_end"] if subscription["status"] == "trialing" else None
    phase_items = [_phase_item(item["price"]["id"], item["quantity"]) for item in subscription["items"]["data"]]
    schedule = world.add(
        "subscription_schedule",
        "sub_sched",
        canceled_at=None,
        completed_at=None,
        current_phase={"start_date": start, "end_date": end},
        customer=subscription["customer"],
        end_behavior="release",
        metadata=params.get("metadata") or {},
        phases=[_phase(subscription, phase_items, start, end) | {"trial_end": trial_end}],
        released_at=None,
        released_subscription=None,
        status="active",
        subscription=subscription["id"],
    )
    with world.updating(subscription):
        subscription["schedule"] = schedule["id"]
    world.emit("subscription_schedule.created", schedule)
    return schedule


def _phase(subscription: Obj, phase_items: list[Obj], start: int, end: int, *, behaviour: str = "none") -> Obj:
    kept = {"currency": subscription["currency"], "discounts": [], "metadata": {}, "trial_end": None}
    return {"items": phase_items, "start_date": start, "end_date": end, "proration_behavior": behaviour, **kept}


def _phase_item(price: str, quantity: int) -> Obj:
    return {"price": price, "quantity": quantity, "discounts": [], "metadata": {}, "tax_rates": []}


@route("GET", "/v1/subscription_schedules/{id}")
def retrieve(world: World, _params: Params, identity: str) -> Obj:
    return world.find(identity, "subscription_schedule")


@route("POST", "/v1/subscription_schedules/{id}", "phases end_behavior metadata proration_behavior")
def update(world: World, params: Params, identity: str) -> Obj:
    schedule = _active(world, identity)
    subscription = world.find(schedule["subscription"], "subscription")
    with world.updating(schedule):
        schedule["end_behavior"] = one_of(
            {"end_behavior": schedule["end_behavior"]} | params, "end_behavior", ("release", "cancel")
        )
        schedule["metadata"] |= params.get("metadata") or {}
        if "phases" in params:
            schedule["phases"] = _phases(world, schedule, subscription, params["phases"])
            first = schedule["phases"][0]
            schedule["current_phase"] = {"start_date": first["start_date"], "end_date": first["end_date"]}
    return schedule


def _phases(world: World, schedule: Obj, subscription: Obj, wanted: list[Params]) -> list[Obj]:
    phases: list[Obj] = []
    start = schedule["current_phase"]["start_date"]
    if whole(wanted[0], "start_date") not in {None, start}:
        raise invalid("You can not modify the start date of the current phase.", param="phases[0][start_date]")
    for phase in wanted:
        its_items = [
            _phase_item(world.find(required(item, "price"), "price", param="price")["id"], whole(item, "quantity") or 1)
            for item in required(phase, "items")
        ]
        end = _end(world, phase, its_items, start)
        behaviour = str(phase.get("proration_behavior", "create_prorations"))
        made = _phase(subscription, its_items, start, end, behaviour=behaviour)
        phases.append(made | {"trial_end": whole(phase, "trial_end")})
        start = end
    return phases


def _end(world: World, phase: Params, its_items: list[Obj], start: int) -> int:
    if "duration" in phase:
        return later(start, phase["duration"]["interval"], whole(phase["duration"], "interval_count") or 1)
    end = whole(phase, "end_date")
    if end is None:
        end = period_end(start, start, world.find(its_items[0]["price"], "price")["recurring"])
    if end <= start:
        raise invalid("A phase must end after it starts.", param="phases[end_date]")
    return end


def _active(world: World, identity: str) -> Obj:
    schedule = world.find(identity, "subscription_schedule")
    if schedule["status"] != "active":
        raise invalid(f"You cannot update a schedule that is {schedule['status']}.")
    return schedule


@route("POST", "/v1/subscription_schedules/{id}/release", "preserve_cancel_date")
def release(world: World, _params: Params, identity: str) -> Obj:
    """The subscription goes on as it is."""
    schedule = _active(world, identity)
    release_schedule(world, schedule)
    return schedule


def release_schedule(world: World, schedule: Obj) -> None:
    subscription = world.find(schedule["subscription"], "subscription")
    with world.updating(subscription):
        subscription["schedule"] = None
    schedule |= {"status": "released", "released_at": world.now, "current_phase": None}
    schedule |= {"released_subscription": subscription["id"], "subscription": None}
    world.emit("subscription_schedule.released", schedule)


def next_phase(world: World, schedule: Obj) -> str:
    """At the end of the current phase: the next one's items, or what `end_behavior` says. Answers what happened."""
    following = [phase for phase in schedule["phases"] if phase["start_date"] >= schedule["current_phase"]["end_date"]]
    if not following:
        return str(schedule["end_behavior"])
    subscription = world.find(schedule["subscription"], "subscription")
    phase = following[0]
    old, wanted = subscription["items"]["data"], phase["items"]
    changes: list[Params] = [{"id": item["id"], **new} for item, new in zip(old, wanted, strict=False)]
    changes += [dict(new) for new in wanted[len(old) :]]
    changes += [{"id": item["id"], "deleted": True} for item in old[len(wanted) :]]
    with world.updating(subscription):
        after = items.changed(world, subscription, changes)
        fresh = items.new_period(subscription, after, world.now)
        subscription["items"] = items.item_list(subscription["id"], after)
        if fresh:
            subscription["billing_cycle_anchor"] = world.now
    with world.updating(schedule):
        schedule["current_phase"] = {"start_date": phase["start_date"], "end_date": phase["end_date"]}
    return "moved on"
