"""The stand-in for Stripe, as the official SDK sees it."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import stripe

from standins.stripe import FakeStripe
from standins.stripe.periods import DAY, later, share
from tests.waiting import TIMEOUT


@pytest.fixture
def fake():
    with FakeStripe() as running:
        yield running


@pytest.fixture
def client(fake):
    return stripe.StripeClient(fake.api_key, base_addresses={"api": fake.url}, max_network_retries=0).v1


@pytest.fixture
def shop(client):
    """A customer, and two plans a month and one a year."""
    product = {name: client.products.create({"name": name}).id for name in ("Starter", "Growth")}

    def price(plan, amount, interval, key):
        recurring = {"interval": interval}
        return client.prices.create(
            {
                "product": product[plan],
                "currency": "inr",
                "unit_amount": amount,
                "recurring": recurring,
                "lookup_key": key,
            }
        ).id

    return SimpleNamespace(
        customer=client.customers.create({"email": "olive@example.com", "name": "Corner Shop"}).id,
        starter=price("Starter", 100_00, "month", "starter-month"),
        growth=price("Growth", 300_00, "month", "growth-month"),
        yearly=price("Growth", 3000_00, "year", "growth-year"),
    )


def subscribe(client, shop, *, card="pm_card_visa", price="", **more):
    if card:
        client.payment_methods.attach(card, {"customer": shop.customer})
        held = client.payment_methods.list({"customer": shop.customer}).data[0].id
        client.customers.update(shop.customer, {"invoice_settings": {"default_payment_method": held}})
    return client.subscriptions.create({"customer": shop.customer, "items": [{"price": price or shop.starter}], **more})


def kinds(fake, since=0):
    return [event["type"] for event in fake.events(since=since)]


def again(client, subscription):
    return client.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})


def test_a_subscription_is_charged_and_renews_on_its_day(fake, client, shop):
    subscription = subscribe(client, shop)
    assert subscription.status == "active"
    first = again(client, subscription).latest_invoice
    assert (first.status, first.amount_paid, first.currency) == ("paid", 100_00, "inr")
    assert first.parent.subscription_details.subscription == subscription.id
    end = subscription["items"].data[0].current_period_end
    assert end == later(subscription.start_date, "month", 1)
    fake.clock.to(end)
    assert len(client.invoices.list({"customer": shop.customer}).data) == 2
    assert again(client, subscription)["items"].data[0].current_period_start == end


def test_the_end_of_a_month_comes_back_after_february():
    january = 1801353600  # 2027-01-31
    assert [later(january, "month", n) - january for n in (1, 2)] == [28 * DAY, 59 * DAY]


def test_checkout_pays_and_tells_in_order(fake, client, shop):
    session = client.checkout.sessions.create(
        {
            "mode": "subscription",
            "customer": shop.customer,
            "client_reference_id": "7",
            "line_items": [{"price": shop.growth, "quantity": 1}],
            "allow_promotion_codes": True,
            "success_url": "http://shop.test/done/?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://shop.test/plans/",
        }
    )
    coupon = client.coupons.create({"percent_off": 25, "duration": "once"})
    client.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "SPRING"})
    before = len(fake.events())
    for wrong in ({"number": "4000000000000002"}, {"number": "4000000000000341"}, {"promotion_code": "NONE"}):
        with pytest.raises(ValueError, match=r"declined|unknown"):
            fake.check_out(session.url, **wrong)
    assert fake.events(since=before) == []
    onward = fake.check_out(session.url, promotion_code="spring", tax_kind="in_gst", tax_id="29ABCDE1234F1Z5")
    assert onward == f"http://shop.test/done/?session={session.id}"
    done = client.checkout.sessions.retrieve(session.id, {"expand": ["subscription", "invoice"]})
    assert (done.status, done.payment_status, done.subscription.status) == ("complete", "paid", "active")
    assert (done.invoice.subtotal, done.invoice.total) == (300_00, 225_00)
    told = [kind for kind in kinds(fake, before) if kind.startswith(("customer.subscription", "invoice", "checkout"))]
    assert told == [
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
        "customer.subscription.updated",
        "checkout.session.completed",
    ]
    created, updated = fake.events("customer.subscription.created", "customer.subscription.updated")
    assert created["data"]["object"]["status"] == "incomplete", "the object as of then"
    assert updated["data"]["previous_attributes"]["status"] == "incomplete"


def test_an_upgrade_now_is_previewed_to_the_paisa(fake, client, shop):
    subscription = subscribe(client, shop)
    item = subscription["items"].data[0]
    fake.clock.advance(days=10)
    change = {"items": [{"id": item.id, "price": shop.growth}], "proration_behavior": "always_invoice"}
    at = fake.clock.now
    preview = client.invoices.create_preview(
        {"subscription": subscription.id, "subscription_details": {**change, "proration_date": at}}
    )
    left, whole = item.current_period_end - at, item.current_period_end - item.current_period_start
    assert [line.amount for line in preview.lines.data] == [-share(100_00, left, whole), share(300_00, left, whole)]
    client.subscriptions.update(subscription.id, {**change, "proration_date": at})
    after = again(client, subscription)
    assert (after.latest_invoice.total, after.latest_invoice.status) == (preview.total, "paid")
    assert after["items"].data[0].price.id == shop.growth
    assert after["items"].data[0].current_period_end == item.current_period_end


def test_another_interval_begins_a_new_period_and_a_refused_card_changes_nothing(fake, client, shop):
    subscription = subscribe(client, shop)
    fake.clock.advance(days=15)
    change = {"items": [{"id": subscription["items"].data[0].id, "price": shop.yearly}]}
    client.subscriptions.update(subscription.id, change)
    after = again(client, subscription)
    assert after["items"].data[0].current_period_start == after.billing_cycle_anchor == after.latest_invoice.created
    assert 2900_00 < after.latest_invoice.total < 3000_00
    client.subscriptions.update(
        subscription.id,
        {
            "default_payment_method": client.payment_methods.attach(
                "pm_card_chargeCustomerFail", {"customer": shop.customer}
            ).id
        },
    )
    back: Any = {"items": [{"id": subscription["items"].data[0].id, "price": shop.growth, "quantity": 99}]}
    back |= {"proration_behavior": "always_invoice", "payment_behavior": "error_if_incomplete"}
    with pytest.raises(stripe.CardError):
        client.subscriptions.update(subscription.id, back)
    assert again(client, subscription)["items"].data[0].price.id == shop.yearly


def test_a_downgrade_waits_for_the_end_of_the_period(fake, client, shop):
    subscription = subscribe(client, shop, price=shop.growth)
    schedule = client.subscription_schedules.create({"from_subscription": subscription.id})
    now = schedule.phases[0]
    client.subscription_schedules.update(
        schedule.id,
        {
            "end_behavior": "release",
            "phases": [
                {"items": [{"price": shop.growth}], "start_date": now.start_date, "end_date": now.end_date},
                {"items": [{"price": shop.starter}], "duration": {"interval": "month", "interval_count": 1}},
            ],
        },
    )
    with pytest.raises(stripe.InvalidRequestError, match="managed by the subscription schedule"):
        client.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    assert again(client, subscription)["items"].data[0].price.id == shop.growth
    fake.clock.to(now.end_date)
    after = again(client, subscription)
    assert (after["items"].data[0].price.id, after.latest_invoice.total) == (shop.starter, 100_00)
    fake.clock.advance(days=32)
    assert client.subscription_schedules.retrieve(schedule.id).status == "released"
    assert again(client, subscription).schedule is None


@pytest.mark.parametrize("after_dunning", ["unpaid", "canceled"])
def test_a_card_that_stops_working_is_tried_four_times(after_dunning):
    with FakeStripe(after_dunning=after_dunning) as fake:
        client = stripe.StripeClient(fake.api_key, base_addresses={"api": fake.url}).v1
        product = client.products.create({"name": "Starter"}).id
        price: Any = {"product": product, "currency": "inr", "unit_amount": 500, "recurring": {"interval": "month"}}
        shop = SimpleNamespace(customer=client.customers.create({}).id, starter=client.prices.create(price).id)
        subscription = subscribe(client, shop, card="pm_card_chargeCustomerFail", trial_period_days=7)
        assert subscription.status == "trialing"
        fake.clock.advance(days=7)
        assert again(client, subscription).status == "past_due"
        (first,) = fake.events("invoice.payment_failed")
        assert again(client, subscription).latest_invoice.next_payment_attempt == first["created"] + 3 * DAY
        fake.clock.advance(days=15)
        assert again(client, subscription).status == after_dunning
        failed = fake.events("invoice.payment_failed")
        assert [event["created"] - failed[0]["created"] for event in failed] == [0, 3 * DAY, 8 * DAY, 15 * DAY]


def test_a_new_card_in_the_portal_brings_it_back(fake, client, shop):
    subscription = subscribe(client, shop, card="pm_card_chargeCustomerFail", trial_period_days=1)
    fake.clock.advance(days=1)
    portal = client.billing_portal.sessions.create({"customer": shop.customer, "return_url": "http://shop.test/plan/"})
    owed = again(client, subscription).latest_invoice
    with pytest.raises(ValueError, match="declined"):
        fake.in_portal(portal.url, "pay", invoice=owed.id)
    fake.in_portal(portal.url, "card", number="4242 4242 4242 4242")
    fake.in_portal(portal.url, "pay", invoice=owed.id)
    assert again(client, subscription).status == "active"
    fake.in_portal(portal.url, "cancel", subscription=subscription.id)
    assert again(client, subscription).cancel_at_period_end
    fake.in_portal(portal.url, "resume", subscription=subscription.id)
    assert again(client, subscription).cancel_at is None
    fake.in_portal(portal.url, "cancel", subscription=subscription.id)
    fake.clock.advance(days=32)
    assert again(client, subscription).status == "canceled"


@pytest.mark.parametrize(
    ("fate", "status"), [("pause", "paused"), ("cancel", "canceled"), ("create_invoice", "past_due")]
)
def test_a_trial_without_a_card(fake, client, shop, fate, status):
    trial = {"trial_period_days": 14, "trial_settings": {"end_behavior": {"missing_payment_method": fate}}}
    subscription = subscribe(client, shop, card="", **trial)
    fake.clock.advance(days=12)
    assert kinds(fake)[-1] == "customer.subscription.trial_will_end"
    fake.clock.advance(days=2)
    assert again(client, subscription).status == status


def test_a_first_payment_that_is_never_made_expires(fake, client, shop):
    subscription = subscribe(client, shop, payment_behavior="default_incomplete")
    assert subscription.status == "incomplete"
    fake.clock.advance(seconds=23 * 3600)
    assert again(client, subscription).status == "incomplete_expired"
    assert again(client, subscription).latest_invoice.status == "void"


def test_deleting_a_customer_ends_its_subscriptions(client, shop):
    subscription = subscribe(client, shop)
    assert client.customers.delete(shop.customer).deleted
    assert client.customers.retrieve(shop.customer).deleted
    assert again(client, subscription).status == "canceled"


def test_usage_is_counted_once_for_each_identifier(client, shop):
    meter = {"display_name": "Sales", "event_name": "sales", "default_aggregation": {"formula": "sum"}}
    client.billing.meters.create(meter)
    used = {"event_name": "sales", "payload": {"stripe_customer_id": shop.customer, "value": "3"}, "identifier": "a"}
    client.billing.meter_events.create(used)
    with pytest.raises(stripe.InvalidRequestError, match="already exists with identifier"):
        client.billing.meter_events.create(used)


def test_a_key_answers_once_and_for_one_request_alone(client, shop):
    key = {"idempotency_key": "k1"}
    one, two = (client.customers.create({"name": "Once"}, options=key) for _ in range(2))
    assert one.id == two.id
    with pytest.raises(stripe.IdempotencyError):
        client.customers.create({"name": "Other"}, options=key)


def test_refusals_speak_as_stripe_does(fake, client, shop):
    with pytest.raises(stripe.InvalidRequestError) as missing:
        client.customers.retrieve("cus_nobody")
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
    with pytest.raises(stripe.InvalidRequestError, match="unknown parameter: nonsense") as unknown:
        client.customers.create({"nonsense": "1"})
    assert unknown.value.http_status == 400
    with pytest.raises(stripe.AuthenticationError):
        stripe.StripeClient("sk_live_x", base_addresses={"api": fake.url}).v1.customers.list()


def test_lists_come_in_pages_newest_first(client):
    made = [client.customers.create({"name": str(number)}).id for number in range(5)]
    page = client.customers.list({"limit": 2})
    assert [one.id for one in page.data] == [made[4], made[3]]
    assert [one.id for one in page.auto_paging_iter()] == made[::-1]


def test_the_sdk_accepts_our_signature_and_no_other(fake, client):
    client.customers.create({"name": "Corner Shop"})
    event = fake.events("customer.created")[0]
    body, headers = fake.signed(event)
    heard = stripe.Webhook.construct_event(body, headers["Stripe-Signature"], fake.webhook_secret)
    assert (heard.id, heard.data.object.name, heard.livemode) == (event["id"], "Corner Shop", False)
    for wrong in (fake.signed(event, secret="whsec_other"), fake.signed(event, at=1_000_000_000)):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(wrong[0], wrong[1]["Stripe-Signature"], fake.webhook_secret)
    assert json.loads(body)["data"]["object"]["id"].startswith("cus_")


def test_an_invoice_can_be_downloaded(fake, client, shop):
    invoice = again(client, subscribe(client, shop)).latest_invoice
    file = requests.get(invoice.invoice_pdf, timeout=TIMEOUT)
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-1.4")
    assert "STAND-IN" in requests.get(invoice.hosted_invoice_url, timeout=TIMEOUT).text
