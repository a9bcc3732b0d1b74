"""What Stripe tells us: who may, and that neither repetition nor disorder nor delay changes where it ends."""

import json
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.authors import PLATFORM
from audit.models import AuditEntry
from billing.errors import ForgedEvent, PaymentsUnavailable
from billing.gateway import portal_url
from billing.models import StripeEvent, Subscription
from billing.operations.cancel_subscription import cancel_subscription
from billing.operations.change_plan import ChangePlan, change_plan
from billing.operations.choose_free_plan import choose_free_plan
from billing.operations.keep_subscription import keep_subscription
from billing.operations.receive_event import take_webhook
from billing.operations.replay_event import replay_event
from billing.operations.settle_subscription import settle_subscription
from kernel.errors import DomainError, NotAllowed, NotFound
from kernel.schemas import use_public
from people.models import User
from tests.authors import OLIVE
from tests.installation import together


def take(shop, event, **changed):
    body, headers = shop.stripe.signed(event, **changed)
    take_webhook(body=body, signature=headers["Stripe-Signature"], now=shop.now)


def paid(shop):
    shop.pass_days(20)
    shop.stripe.check_out(shop.checkout_url())
    return shop.stripe.events("checkout.session.completed")[-1]


def send(shop, event, **changed):
    body, headers = shop.stripe.signed(event, **changed)
    signature = {"Stripe-Signature": headers["Stripe-Signature"]}
    return Client(headers={"host": "localhost"}).post(
        "/stripe/webhook/", body, content_type="application/json", headers=signature
    )


def test_it_comes_in_over_http_and_pays(shop):
    event = paid(shop)
    assert send(shop, event).status_code == 200
    assert (shop.subscription.plan.code, shop.state) == ("starter", "active")
    kept = StripeEvent.objects.get(event_id=event["id"])
    assert (kept.tenant_id, kept.deliveries, kept.error) == (shop.tenant_id, 1, "")
    assert kept.done_at


def test_without_a_good_signature_nothing_happens(shop):
    event, before = paid(shop), shop.facts()
    entries = AuditEntry.objects.count()
    body, _headers = shop.stripe.signed(event)
    webhook = Client(headers={"host": "localhost"})
    forged = [
        send(shop, event, secret="whsec_other"),
        send(shop, event, at=shop.stripe.clock.now - 400 * 86400),
        webhook.post("/stripe/webhook/", body, content_type="application/json"),
        webhook.post(
            "/stripe/webhook/", body, content_type="application/json", headers={"Stripe-Signature": "t=1,v1=00"}
        ),
        send(shop, {**event, "livemode": True}),
    ]
    assert [answer.status_code for answer in forged] == [400] * 5
    assert {answer.json()["code"] for answer in forged} == {"forged_event"}
    assert (shop.facts(), StripeEvent.objects.count()) == (before, 0)
    assert AuditEntry.objects.count() == entries


def test_a_body_changed_on_its_way_is_refused(shop):
    body, headers = shop.stripe.signed(paid(shop))
    with pytest.raises(ForgedEvent):
        take_webhook(body=body.replace(b"cus_", b"cuz_"), signature=headers["Stripe-Signature"], now=shop.now)


def test_a_signature_that_is_more_than_five_minutes_old(shop):
    event = paid(shop)
    body, headers = shop.stripe.signed(event)
    with time_machine.travel(timedelta(minutes=6)), pytest.raises(ForgedEvent):
        take_webhook(body=body, signature=headers["Stripe-Signature"], now=shop.now)


def test_without_a_secret_nobody_is_believed(shop, settings):
    settings.STRIPE_WEBHOOK_SECRET = ""
    with pytest.raises(ForgedEvent):
        take(shop, paid(shop), secret="x")


def test_a_second_delivery_is_counted_and_does_nothing(shop, django_assert_max_num_queries):
    event = paid(shop)
    take(shop, event)
    entries = AuditEntry.objects.count()
    with django_assert_max_num_queries(5):
        take(shop, event)
    assert StripeEvent.objects.get(event_id=event["id"]).deliveries == 2
    assert AuditEntry.objects.count() == entries


def test_an_event_about_nobody_is_kept_and_does_nothing(shop):
    event = paid(shop)
    stranger = json.loads(json.dumps(event))
    stranger["id"], stranger["data"]["object"]["customer"] = "evt_stranger", "cus_stranger"
    before = shop.facts()
    take(shop, stranger)
    assert StripeEvent.objects.get(event_id="evt_stranger").tenant_id is None
    assert shop.facts() == before


def test_a_failure_is_written_down_and_sent_again_it_works(shop, settings):
    event, base = paid(shop), settings.STRIPE_API_BASE
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    answer = send(shop, event)
    assert answer.status_code == 503
    kept = StripeEvent.objects.get(event_id=event["id"])
    assert kept.done_at is None
    assert PaymentsUnavailable.__name__ in kept.error
    settings.STRIPE_API_BASE = base
    assert send(shop, event).status_code == 200
    done = StripeEvent.objects.get(event_id=event["id"])
    assert done.done_at
    assert (done.error, shop.state) == ("", "active")


def test_an_operator_replays_an_event(shop):
    event = paid(shop)
    take(shop, event)
    kept = StripeEvent.objects.get(event_id=event["id"])
    Subscription.objects.filter(tenant_id=shop.tenant_id).update(status="past_due")
    operator = User.objects.create_superuser("op@counterfoil.test")
    with pytest.raises(NotAllowed):
        replay_event(actor=User.objects.create_user("no@counterfoil.test"), event_pk=kept.pk, now=shop.now)
    assert shop.subscription.status == "past_due"
    replay_event(actor=operator, event_pk=kept.pk, now=shop.now)
    assert shop.subscription.status == "active"
    assert AuditEntry.objects.filter(actor=operator, action="billing.stripe_event.received").exists()
    with pytest.raises(NotFound):
        replay_event(actor=operator, event_pk=0, now=shop.now)


def renew(shop):
    shop.stripe.clock.advance(days=31)


def fail(shop):
    shop.stripe.in_portal(_portal(shop), "card", number="4000000000000341")
    shop.stripe.clock.advance(days=31)


def give_up(shop):
    fail(shop)
    shop.stripe.clock.advance(days=16)


def pay(shop):
    shop.stripe.in_portal(_portal(shop), "card", number="4242424242424242")
    for invoice in shop.stripe.world.every("invoice", status="open"):
        shop.stripe.in_portal(_portal(shop), "pay", invoice=invoice["id"])


def cancel(shop):
    shop.stripe.in_portal(_portal(shop), "cancel", subscription=_newest(shop))


def resume(shop):
    shop.stripe.in_portal(_portal(shop), "resume", subscription=_newest(shop))


def grow(shop):
    _ours(shop, change_plan, command=ChangePlan(shop.price("growth")))


def shrink(shop):
    _ours(shop, change_plan, command=ChangePlan(shop.price("starter")))


def keep(shop):
    _ours(shop, keep_subscription)


def leave(shop):
    _ours(shop, cancel_subscription)


def go_free(shop):
    _ours(shop, choose_free_plan, code="free")


def subscribe(shop):
    shop.stripe.check_out(shop.checkout_url())


STEPS = [renew, fail, give_up, pay, cancel, resume, grow, shrink, keep, leave, go_free, subscribe]


def _ours(shop, operation, **more):
    operation(actor=OLIVE, tenant_id=shop.tenant_id, now=shop.now, **more)


def _portal(shop):
    return portal_url(customer_id=shop.subscription.stripe_customer_id, return_url="http://x/")


def _newest(shop):
    return shop.stripe.world.every("subscription")[-1]["id"]


def live(shop, steps, hear):
    """From a first payment on do what is possible of the steps; `hear` comes after each."""
    shop.stripe.clock.advance(days=20)
    for step in (subscribe, *steps):
        with suppress(DomainError, ValueError):  # not possible now
            step(shop)
        hear(shop)


def in_order(shop):
    shop.hear(*shop.stripe.events(since=shop.heard))
    shop.heard = len(shop.stripe.events())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=5), seed=st.integers(0, 2**32))
def test_duplicated_reordered_and_delayed_they_end_where_they_end_in_order(new_life, steps, seed):
    # A seed, not draws: how many events there are is for the stand-in to say, not for what is drawn.
    chance = Random(seed)  # noqa: S311 (no secret)
    first = new_life()
    live(first, steps, in_order)

    def late(shop):
        """Some of what has happened so far, in any order, some of it twice; the rest later."""
        events = shop.stripe.events()
        for event in chance.choices(events, k=chance.randrange(6)) if events else ():
            shop.hear(event)

    second = new_life()
    live(second, steps, late)
    everything = second.stripe.events()
    for event in chance.sample(everything, len(everything)):
        second.hear(event)
    for life in (first, second):
        settle_subscription(actor=PLATFORM, tenant_id=life.tenant_id, now=second.now)
    assert second.facts() == first.facts()


def test_two_deliveries_at_once_have_one_effect(committed_shop):
    shop = committed_shop
    event = paid(shop)

    def deliver():
        use_public()
        take(shop, event)

    assert together(*[deliver] * 4) == [None] * 4
    use_public()
    kept = StripeEvent.objects.get(event_id=event["id"])
    assert kept.deliveries == 4
    assert AuditEntry.objects.filter(target_type="billing.stripeevent", target_id=str(kept.pk)).count() == 1
    assert shop.state == "active"
