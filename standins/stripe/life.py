"""What time does: trials end, periods renew, cards are tried again, phases change, sessions expire."""

from collections.abc import Callable, Iterator

from standins.stripe import checkout, invoicing, items, schedules, transitions
from standins.stripe.periods import DAY, period_end
from standins.stripe.world import Obj, World

_INCOMPLETE_SECONDS = 23 * 3600
_NOTICE = 3 * DAY

Due = tuple[int, int, str, Callable[[World, Obj], None]]
"""The moment, the rank among what is due at one moment, whom it concerns, what to do."""


def live(world: World, until: int) -> None:
    """Everything that was due by then, each in its own moment and in order."""
    while due := min((due for due in _due(world) if due[0] <= until), key=lambda due: due[:3], default=None):
        moment, _, identity, happen = due
        with world.at(moment):
            happen(world, world.objects[identity])


def _due(world: World) -> Iterator[Due]:
    for subscription in world.every("subscription"):
        yield from _due_of(subscription)
    for invoice in world.every("invoice", status="open"):
        if invoice["next_payment_attempt"]:
            yield invoice["next_payment_attempt"], 4, invoice["id"], _retry
    for schedule in world.every("subscription_schedule", status="active"):
        yield schedule["current_phase"]["end_date"], 1, schedule["id"], _phase
    for session in world.every("checkout.session", status="open"):
        yield session["expires_at"], 5, session["id"], checkout.run_out


def _due_of(subscription: Obj) -> Iterator[Due]:
    identity, status, end = subscription["id"], subscription["status"], items.period_of(subscription)[1]
    if status in transitions.ENDED:
        return
    if status == "incomplete":
        yield subscription["created"] + _INCOMPLETE_SECONDS, 0, identity, transitions.expire
        return
    if status == "trialing" and not subscription.get("_noticed"):
        yield max(subscription["created"], subscription["trial_end"] - _NOTICE), 0, identity, _notice
    if subscription["cancel_at"]:
        yield subscription["cancel_at"], 0, identity, _end
    held = subscription["pause_collection"]
    if held and held["resumes_at"]:
        yield held["resumes_at"], 0, identity, _collect_again
    if status == "trialing":
        yield subscription["trial_end"], 2, identity, _trial_over
    elif status != "paused":
        yield end, 3, identity, _renew


def _notice(world: World, subscription: Obj) -> None:
    subscription["_noticed"] = True
    world.emit("customer.subscription.trial_will_end", subscription)


def _end(world: World, subscription: Obj) -> None:
    transitions.cancel(world, subscription, reason="cancellation_requested")


def _collect_again(world: World, subscription: Obj) -> None:
    with world.updating(subscription):
        subscription["pause_collection"] = None


def _trial_over(world: World, subscription: Obj) -> None:
    card = invoicing.card_of(world, subscription, world.find(subscription["customer"], "customer"))
    fate = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
    if card is None and fate == "cancel":
        transitions.cancel(world, subscription, reason="cancellation_requested")
    elif card is None and fate == "pause":
        with world.updating(subscription):
            subscription["status"] = "paused"
        world.emit("customer.subscription.paused", subscription)
    else:
        with world.updating(subscription):
            subscription["status"] = "active"
            _next_period(subscription, world.now)
        _bill_period(world, subscription)


def _renew(world: World, subscription: Obj) -> None:
    with world.updating(subscription):
        _next_period(subscription, items.period_of(subscription)[1])
    _bill_period(world, subscription)


def _next_period(subscription: Obj, start: int) -> None:
    recurring = subscription["items"]["data"][0]["price"]["recurring"]
    items.set_period(subscription, (start, period_end(subscription["billing_cycle_anchor"], start, recurring)))


def _bill_period(world: World, subscription: Obj) -> None:
    lines = invoicing.period_lines(world, subscription["items"]["data"], items.period_of(subscription))
    transitions.bill(world, subscription, lines, "subscription_cycle")


def _retry(world: World, invoice: Obj) -> None:
    transitions.settle(world, invoice, paid=invoicing.collect(world, invoice))


def _phase(world: World, schedule: Obj) -> None:
    outcome = schedules.next_phase(world, schedule)
    if outcome == "release":
        schedules.release_schedule(world, schedule)
    elif outcome == "cancel":
        _end(world, world.find(schedule["subscription"], "subscription"))
