"""Sign up → trial → checkout → quota warning → upgrade → portal → cancel → read only → reactivate, in a real browser."""

from datetime import UTC, datetime, timedelta

import pytest
import requests
import time_machine
from django.test import override_settings
from playwright.sync_api import expect

from billing.operations.register_prices import register_prices
from insights.tasks import read_meters_of_one
from kernel.schemas import in_schema, use_public
from tests.browser import journey
from tests.installation import schema_of
from tests.paying import fake_stripe
from tests.waiting import TIMEOUT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def clock():
    with time_machine.travel(datetime.now(UTC)) as traveller:
        yield traveller


class Stripe:
    """The stand-in, whose events reach the running product over HTTP."""

    def __init__(self, fake, site, clock):
        self.fake, self.site, self.clock, self.told = fake, site, clock, 0

    def deliver(self):
        """Everything that has happened since the last time."""
        for event in self.fake.events(since=self.told):
            body, headers = self.fake.signed(event)
            assert requests.post(f"{self.site}/stripe/webhook/", body, headers=headers, timeout=TIMEOUT).ok
            self.told += 1

    def pass_days(self, days):
        self.clock.shift(timedelta(days=days))
        self.fake.clock.advance(seconds=0)
        self.deliver()


@pytest.fixture
def stripe(site, clock):
    with fake_stripe() as fake:
        use_public()
        register_prices()
        with override_settings(STRIPE_PAGES=[fake.url]):
            yield Stripe(fake, site, clock)


@pytest.mark.parametrize(("size", "colours"), [("desktop", "light"), ("phone", "dark")])
def test_the_life_of_a_subscription(site, visit, stripe, size, colours):
    visitor = visit(size, colours)
    journey.sign_up(visitor.page, site, f"Paying {size.title()}", f"paying-{size}")
    home = visitor.page.url
    pay_during_the_trial(visitor, home, stripe)
    run_into_the_quota(visitor, home)
    upgrade(visitor, home, stripe)
    cancel_in_the_portal(visitor, home, stripe)
    come_back(visitor, home, stripe)


def pay_during_the_trial(visitor, home, stripe):
    page = visitor.page
    page.goto(f"{home}settings/plan/")
    expect(page.get_by_text("Your trial ends on")).to_be_visible()
    visitor.check()
    choose(page, "Starter")
    expect(page.get_by_text("Your card is charged then.")).to_be_visible()
    stripe.pass_days(15)
    journey.sign_in(page, home)
    page.goto(f"{home}billing/invoices/")
    expect(page.get_by_text("₹999.00")).to_be_visible()
    visitor.check()


def choose(page, plan):
    page.get_by_role("button", name=f"Choose {plan}").click()
    expect(page.get_by_text("stand-in").first).to_be_visible()
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_text("Thank you. Your plan is set.")).to_be_visible()
    expect(page.locator("#present")).to_have_text(plan)


def run_into_the_quota(visitor, home):
    page = visitor.page
    with in_schema(schema_of(home.split("//")[1].split(":")[0])):
        read_meters_of_one()
    page.goto(home)
    expect(page.get_by_text("1 of 1 outlets used")).to_be_visible()
    visitor.check()
    open_outlet(page, home)
    expect(page.get_by_text("Your plan allows 1 outlet, and you have 1. Growth allows more.")).to_be_visible()
    visitor.complaints.clear()  # the browser's own word on the status 422


def open_outlet(page, home):
    page.goto(f"{home}outlets/")
    page.get_by_role("textbox", name="Name").fill("Second")
    page.get_by_role("textbox", name="Code").fill("SE")
    page.get_by_role("button", name="Open the outlet").click()


def upgrade(visitor, home, stripe):
    page = visitor.page
    page.goto(f"{home}settings/plan/")
    page.get_by_role("link", name="Change to Growth").click()
    expect(page.get_by_text("Charged to your card now")).to_be_visible()
    visitor.check()
    page.get_by_role("button", name="Pay and change").click()
    expect(page.get_by_text("Your plan is changed.")).to_be_visible()
    stripe.deliver()
    open_outlet(page, home)
    expect(page.get_by_role("cell", name="Second")).to_be_visible()


def cancel_in_the_portal(visitor, home, stripe):
    page = visitor.page
    page.goto(f"{home}settings/plan/")
    page.get_by_role("button", name="Card, address and tax number").click()
    expect(page.get_by_role("heading", name="Billing portal")).to_be_visible()
    page.get_by_role("button", name="Cancel at the end of the period").click()
    expect(page.get_by_text("Ends on")).to_be_visible()
    page.get_by_role("link", name="Return").click()
    stripe.deliver()
    page.reload()
    expect(page.get_by_text("Cancelled: everything works until")).to_be_visible()
    visitor.check()


def come_back(visitor, home, stripe):
    page = visitor.page
    stripe.pass_days(32)
    journey.sign_in(page, home)
    expect(page.get_by_text("This business can only be read for now.")).to_be_visible()
    visitor.check()
    open_outlet(page, home)
    expect(page.get_by_role("heading", name="This business can only be read")).to_be_visible()
    visitor.complaints.clear()  # the browser's own word on the status 403
    page.goto(f"{home}settings/plan/")
    expect(page.get_by_text("Your subscription has ended.")).to_be_visible()
    visitor.check()
    choose(page, "Growth")
    page.goto(home)
    expect(page.get_by_text("This business can only be read for now.")).to_have_count(0)
    visitor.check()
