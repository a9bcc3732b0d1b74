"""Sales through a proxy that loses, cuts, delays and doubles at random: each is recorded once, and nobody is told otherwise.

Two tabs of one person and one of another sell in turns. A few sales in `make test`, five hundred in `make soak`.
"""

import os
from random import Random

import pytest
from playwright.sync_api import expect

from company.scope import scope_of
from inventory.catalogue.models import Variation
from kernel.permissions import Role
from kernel.schemas import in_schema
from people.models import User
from sales.selling.models import Sale
from tests.browser import journey
from tests.browser.conftest import state_of
from tests.browser.flaky import Fault, at_random, flaky
from tests.business import PASSWORD
from tests.installation import schema_of
from tests.shop import put_on_shelf

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SALES = int(os.environ.get("SALES", "15"))
SEED = int(os.environ.get("SEED", "1"))
OFTEN = (Fault.DROP_REQUEST, Fault.DROP_ANSWER, Fault.CUT, Fault.DELAY, Fault.LATE, Fault.DOUBLE, Fault.GATEWAY)
FAULTS = (*OFTEN * 5, Fault.HOLD)

# Every sentence that the till showed in an alert, as the person saw it.
LISTEN = """() => {
    window.told = new Set();
    const look = () => document.querySelectorAll("[role=alert]").forEach((alert) => {
        if (alert.checkVisibility()) window.told.add(alert.innerText.replace(/\\s+/g, " ").trim());
    });
    new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
}"""
TRUE_WORDS = ("It isn't known yet whether this sale is recorded.", "No connection. It is tried again.")


def host_of(shop):
    return shop.home.removeprefix("http://").partition(":")[0]


@pytest.fixture
def proxy(site):
    with flaky(site) as proxy:
        yield proxy


@pytest.fixture
def tabs(visit, shop, proxy):
    """Two of the owner's, one of somebody else's."""
    with in_schema(schema_of(host_of(shop))):
        owner = User.objects.get()
        put_on_shelf(owner, scope_of(owner).outlet(shop.outlet), Variation.objects.get(sku="RIC").pk, 5 * SALES)
        other = User.objects.create_user("nadia@example.com", PASSWORD, name="Nadia", role=Role.OWNER)
        state = state_of(host_of(shop), other)
    first = visit("desktop", "light", shop.state).page
    tabs = [first, first.context.new_page(), visit("desktop", "light", state).page]
    for tab in tabs:
        tab.goto(f"{shop.home.rpartition(':')[0]}{proxy.address}/till/")
        tab.evaluate(LISTEN)
    return tabs


def put_in_cart(tab, quantity):
    """As a cashier does it: scans again when told that there is no connection."""
    line = tab.locator(".cart-line")
    while not line.count():
        journey.scan(tab, "222")
        expect(line.or_(tab.get_by_role("alert").filter(has_text="No connection", visible=True)).first).to_be_visible()
    tab.locator(".cart-quantity").fill(str(quantity))
    tab.locator(".cart-quantity").press("Tab")
    journey.see_total(tab, f"₹{49.5 * quantity:.2f}")


def sell(tab, dice, heard):
    """One sale; (its number, its total, how it was paid), as the till says at its end."""
    quantity, method = dice.randint(1, 5), dice.choice(["Cash", "Card", "Mobile money"])
    put_in_cart(tab, quantity)
    journey.charge(tab, phone=False)
    tab.get_by_role("dialog").get_by_role("button", name=method).click()
    tab.get_by_role("button", name="Finish the sale").click()
    sold = tab.get_by_role("dialog", name="Sold")
    unsure = tab.get_by_role("button", name="Ask now")
    expect(sold.or_(unsure).first).to_be_visible()
    if unsure.is_visible() and dice.random() < 0.5:  # an impatient cashier
        heard |= set(tab.evaluate("[...window.told]"))
        tab.reload()
        tab.evaluate(LISTEN)
    expect(sold).to_be_visible(timeout=600_000)  # many faults in a row, and each pause is longer than the one before
    number = sold.locator("p").filter(has_text="Receipt ").inner_text().removeprefix("Receipt ")
    expect(sold).to_contain_text(f"₹{49.5 * quantity:.2f}")
    tab.get_by_role("button", name="Next sale").click()
    expect(tab.get_by_role("searchbox")).to_be_focused()
    return number, 4950 * quantity, method.partition(" ")[0].lower()


def test_whatever_happens_to_answers_each_sale_is_recorded_once(tabs, proxy, shop):
    dice = Random(SEED)  # noqa: S311 (the same sales each time)
    proxy.choose = at_random(SEED, 0.4, ("/api/v1/sales/", f"/till/{shop.outlet}/tiles/"), FAULTS)
    heard: set[str] = set()
    told = [sell(dice.choice(tabs), dice, heard) for _ in range(SALES)]
    for tab in tabs:
        heard |= set(tab.evaluate("[...window.told]"))
    proxy.settle()
    with in_schema(schema_of(host_of(shop))):
        there = [(sale.number, sale.total, sale.payments.get().method) for sale in Sale.objects.order_by("serial")]
    assert told == there
    assert [sentence for sentence in heard if sentence and not sentence.startswith(TRUE_WORDS)] == []
    assert len(set(proxy.seen)) >= min(len(FAULTS), SALES // 3)
