"""The gateway against Stripe itself. Only with a key of a test account: `STRIPE_TEST_KEY=sk_test_… make test`.

What the stand-in promises in the other tests is checked here against the real thing, with a test clock.
"""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest
import stripe as sdk

from billing import gateway
from billing.enums import SubscriptionStatus

KEY = os.environ.get("STRIPE_TEST_KEY", "")

pytestmark = pytest.mark.skipif(not KEY, reason="STRIPE_TEST_KEY names no test account")


@pytest.fixture
def api(settings):
    assert KEY.startswith(("sk_test_", "rk_test_")), "never with a key that moves money"
    settings.STRIPE_API_KEY, settings.STRIPE_API_BASE = KEY, ""
    return sdk.StripeClient(KEY).v1


@pytest.fixture
def clock(api):
    made = api.test_helpers.test_clocks.create({"frozen_time": int(time.time()), "name": "Counterfoil"})
    yield made
    api.test_helpers.test_clocks.delete(made.id)


@pytest.fixture
def prices():
    def price(name, amount):
        return gateway.price_of(
            lookup_key=f"counterfoil-suite-{name}-{amount}",
            product=f"counterfoil-suite-{name}",
            product_name=f"Suite {name}",
            currency="USD",
            interval="month",
            amount=amount,
        )

    return price("starter", 1500), price("growth", 4900)


@pytest.fixture
def customer(api, clock):
    """With a card that works, on the clock."""
    made = api.customers.create({"email": "suite@example.com", "name": "Suite", "test_clock": clock.id})
    card = api.payment_methods.attach("pm_card_visa", {"customer": made.id})
    api.customers.update(made.id, {"invoice_settings": {"default_payment_method": card.id}})
    return made.id


def advance(api, clock, **by):
    to = api.test_helpers.test_clocks.retrieve(clock.id).frozen_time + int(timedelta(**by).total_seconds())
    api.test_helpers.test_clocks.advance(clock.id, {"frozen_time": to})
    while api.test_helpers.test_clocks.retrieve(clock.id).status != "ready":
        time.sleep(2)


def present(customer):
    found = gateway.subscription_of(customer)
    assert found
    return found


def test_prices_are_found_again_by_their_key(api, prices):
    again = gateway.price_of(
        lookup_key="counterfoil-suite-starter-1500",
        product="counterfoil-suite-starter",
        product_name="Suite starter",
        currency="USD",
        interval="month",
        amount=1500,
    )
    assert again == prices[0]


def test_hosted_pages(customer, prices):
    url = gateway.checkout_url(
        customer_id=customer,
        price_id=prices[0],
        success_url="https://example.com/?paid=1",
        cancel_url="https://example.com/",
        trial_ends_at=datetime.now(UTC) + timedelta(days=10),
    )
    assert url.startswith("https://checkout.stripe.com/")
    assert gateway.portal_url(customer_id=customer, return_url="https://example.com/").startswith("https://billing.")


def test_a_life(api, clock, customer, prices):
    starter, growth = prices
    api.subscriptions.create({"customer": customer, "items": [{"price": starter}]})
    one = present(customer)
    assert (one.status, one.price_id, one.ended_at) == (SubscriptionStatus.ACTIVE, starter, None)

    advance(api, clock, days=10)
    at = datetime.fromtimestamp(api.test_helpers.test_clocks.retrieve(clock.id).frozen_time, UTC)
    preview = gateway.preview_change(one, price_id=growth, at=at)
    assert 0 < preview.due_now < 4900
    gateway.change_now(one, price_id=growth, prorated_at=preview.prorated_at)
    one = present(customer)
    assert one.price_id == growth
    assert gateway.invoices_of(customer)[0].amount_paid == preview.due_now

    gateway.change_at_period_end(one, price_id=starter)
    one = present(customer)
    assert (one.price_id, one.next_price_id) == (growth, starter)
    gateway.remove_scheduled_change(one)
    assert present(customer).next_price_id == ""

    gateway.cancel_at_period_end(present(customer), falls_to="free")
    one = present(customer)
    assert (one.cancel_at_period_end, one.falls_to) == (True, "free")
    advance(api, clock, days=32)
    one = present(customer)
    assert one.status is SubscriptionStatus.CANCELED
    assert one.ended_at
