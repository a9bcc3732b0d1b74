"""Answers that don't come, come late, or come to somebody else: a cart is one sale, and nobody is told a wrong thing."""

import pytest
from playwright.sync_api import expect

from inventory.catalogue.models import Variation
from kernel.permissions import Role
from kernel.schemas import in_schema
from people.models import User
from sales.selling.models import Sale
from tests.browser import journey
from tests.browser.conftest import state_of
from tests.browser.flaky import Fault, flaky
from tests.business import PASSWORD
from tests.installation import schema_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SALES = "/api/v1/sales/"
UNKNOWN = "It isn't known yet whether this sale is recorded"


def host_of(shop):
    return shop.home.removeprefix("http://").partition(":")[0]


def sales_of(shop):
    with in_schema(schema_of(host_of(shop))):
        return [
            (sale.number, sale.total, [payment.method for payment in sale.payments.all()])
            for sale in Sale.objects.order_by("serial")
        ]


@pytest.fixture(scope="module")
def proxy(site):
    with flaky(site) as proxy:
        yield proxy


@pytest.fixture
def till(proxy, shop):
    """The till's address, through the proxy."""
    proxy.choose = lambda method, path: Fault.NONE
    proxy.seen.clear()
    return f"{shop.home.rpartition(':')[0]}{proxy.address}/till/"


@pytest.fixture
def page(visit, shop, till):
    page = visit("desktop", "light", shop.state).page
    page.goto(till)
    return page


def ready_to_pay(page, code="222", total="₹49.50"):
    journey.scan(page, code)
    journey.see_total(page, total)
    journey.charge(page, phone=False)


def finish(page):
    page.get_by_role("button", name="Finish the sale").click()


def befall(proxy, fault):
    """What happens to sales from now on."""
    proxy.choose = lambda method, path: fault if (method, path) == ("POST", SALES) else Fault.NONE


def test_a_lost_answer_is_said_to_be_unknown_and_asked_for_again(page, proxy, shop):
    sent = []
    page.on("request", lambda request: sent.append(request.post_data) if request.url.endswith(SALES) else None)
    befall(proxy, Fault.DROP_ANSWER)
    ready_to_pay(page)
    finish(page)
    expect(page.get_by_role("alert").filter(has_text=UNKNOWN)).to_be_visible()
    assert "Nothing was recorded" not in page.content()
    dialog = page.get_by_role("dialog", name="To pay")
    expect(dialog.get_by_label("Amount received")).to_have_attribute("readonly", "readonly")
    for name in ("Card", "Back to the sale", "Finish the sale"):
        expect(dialog.get_by_role("button", name=name)).to_be_disabled()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    befall(proxy, Fault.NONE)
    dialog.get_by_role("button", name="Ask now").click()
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    ((number, total, methods),) = sales_of(shop)
    expect(page.get_by_role("dialog", name="Sold")).to_contain_text(f"Receipt {number}")
    assert (total, methods) == (49_50, ["cash"])
    assert len(sent) > 1
    assert set(sent) == {sent[0]}
    page.get_by_role("button", name="Next sale").click()
    expect(page.get_by_text("Nothing yet")).to_be_visible()


def test_scanning_again_after_no_connection_adds_one(page, proxy, shop):
    """What was said of the first scan is gone while the second is looked up: nobody scans a third time for it."""

    def tiles(fault):
        proxy.choose = lambda method, path: fault if path.endswith("/tiles/") else Fault.NONE

    ready_to_pay(page)
    tiles(Fault.DROP_REQUEST)  # after a sale the till forgets what it knew of things, and asks
    finish(page)
    page.get_by_role("button", name="Next sale").click()
    refusal = page.get_by_role("alert").filter(has_text="No connection", visible=True)
    journey.scan(page, "222")
    expect(refusal.first).to_be_visible(timeout=30_000)
    expect(page.get_by_role("main").locator("[aria-busy=true]")).to_have_count(0)
    tiles(Fault.DELAY)
    journey.scan(page, "222")
    expect(refusal).to_have_count(0)
    page.keyboard.press("Enter")
    journey.see_total(page, "₹49.50")
    expect(page.get_by_label("Quantity of")).to_have_value("1")


def test_what_isnt_settled_is_asked_for_after_a_reload_too(page, proxy, shop):
    befall(proxy, Fault.DROP_ANSWER)
    ready_to_pay(page)
    page.get_by_role("dialog").get_by_role("button", name="Card").click()
    finish(page)
    expect(page.get_by_role("alert").filter(has_text=UNKNOWN)).to_be_visible()
    page.reload()
    expect(page.get_by_role("alert").filter(has_text=UNKNOWN)).to_be_visible()
    dialog = page.get_by_role("dialog", name="To pay")
    expect(dialog).to_contain_text("₹49.50")
    expect(dialog.get_by_role("button", name="Card")).to_have_attribute("aria-pressed", "true")
    befall(proxy, Fault.NONE)
    dialog.get_by_role("button", name="Ask now").click()
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    assert [(total, methods) for _, total, methods in sales_of(shop)] == [(49_50, ["card"])]


def test_a_receipt_that_nobody_has_closed_is_there_after_a_reload(page, shop):
    """Else the cart would be empty, and nothing would say why: the customer would pay twice."""
    ready_to_pay(page)
    finish(page)
    sold = page.get_by_role("dialog", name="Sold")
    expect(sold).to_be_visible()
    page.reload()
    expect(sold).to_contain_text(f"Receipt {sales_of(shop)[0][0]}")
    sold.get_by_role("button", name="Next sale").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.reload()
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    expect(sold).to_be_hidden()


@pytest.fixture
def late(page, proxy):
    """A cart whose first sending was recorded though the till was told of a refusal."""
    befall(proxy, Fault.REFUSE)
    ready_to_pay(page)
    finish(page)
    expect(page.get_by_role("dialog").get_by_text("A refusal of something else")).to_be_visible()
    befall(proxy, Fault.NONE)
    return page


def test_a_cleared_cart_comes_back_as_the_sale_that_it_was(late, shop):
    late.get_by_role("button", name="Back to the sale").click()
    late.get_by_role("button", name="Clear").click()
    late.get_by_role("button", name="Bring back what was cleared").click()
    journey.see_total(late, "₹49.50")
    journey.charge(late, phone=False)
    finish(late)
    expect(late.get_by_role("dialog", name="Sold")).to_be_visible()
    assert len(sales_of(shop)) == 1


def test_another_tender_shows_the_receipt_that_exists(late, shop):
    late.get_by_role("dialog").get_by_role("button", name="Card").click()
    finish(late)
    sold = late.get_by_role("dialog", name="Sold")
    expect(sold).to_contain_text(sales_of(shop)[0][0])
    expect(sold).to_contain_text("recorded before, paid by Cash ₹49.50")
    assert len(sales_of(shop)) == 1


def test_what_was_added_since_the_receipt_comes_back_as_another_sale(late, shop):
    late.get_by_role("button", name="Back to the sale").click()
    journey.scan(late, "111")
    journey.see_total(late, "₹149.50")
    journey.charge(late, phone=False)
    finish(late)
    sold = late.get_by_role("dialog", name="Sold")
    expect(sold).to_contain_text("What you sent now was not")
    expect(sold).to_contain_text("₹49.50")
    sold.get_by_role("button", name="Next sale").click()
    late.get_by_role("button", name="Bring back what was cleared").click()
    late.locator(".cart-line").get_by_role("button", name="Rice", exact=False).first.click()
    late.get_by_role("button", name="Remove Rice").click()
    journey.see_total(late, "₹100.00")
    journey.charge(late, phone=False)
    finish(late)
    expect(late.get_by_role("dialog", name="Sold")).to_be_visible()
    assert [total for _, total, _ in sales_of(shop)] == [49_50, 100_00]


def test_two_tabs_have_two_carts_and_two_receipts(page, till, shop):
    other = page.context.new_page()
    other.goto(till)
    ready_to_pay(page, "111", "₹100.00")
    expect(other.locator(".cart-line")).to_have_count(0)
    ready_to_pay(other)
    numbers = []
    for tab in (page, other):
        finish(tab)
        expect(tab.get_by_role("dialog", name="Sold")).to_be_visible()
        numbers.append(tab.locator("dialog p").filter(has_text="Receipt ").inner_text())
    assert numbers == [f"Receipt {number}" for number, *_ in sales_of(shop)]
    assert [total for _, total, _ in sales_of(shop)] == [100_00, 49_50]


def test_a_duplicated_tab_begins_anew(page):
    journey.scan(page, "111")
    journey.see_total(page, "₹100.00")
    with page.expect_popup() as opened:
        page.evaluate("window.open(location.href)")  # with a copy of what this tab keeps
    copy = opened.value
    expect(copy.get_by_text("Nothing yet")).to_be_visible()
    journey.scan(copy, "222")
    for tab, total in ((page, "₹100.00"), (copy, "₹49.50")):
        tab.reload()
        journey.see_total(tab, total)


def change_price(shop, price):
    """As the product's page does it, while the till is open."""
    with in_schema(schema_of(host_of(shop))):
        Variation.objects.filter(sku="RIC").update(price=price)


def test_a_price_that_changes_while_the_till_is_open_is_said(page, shop):
    journey.scan(page, "222")
    journey.see_total(page, "₹49.50")
    change_price(shop, 60_00)
    page.reload()
    line = page.locator(".cart-line")
    journey.see_total(page, "₹60.00")
    expect(line).to_contain_text("Now 60.00, no longer 49.50")
    expect(line.locator(".figures")).to_have_text("60.00")
    expect(page.get_by_role("status").filter(has_text="Rice: Now 60.00, no longer 49.50.")).to_be_visible()
    expect(page.locator(".tile").filter(has_text="Rice")).to_contain_text("60.00")


def test_a_price_that_changes_while_it_is_paid_is_said_before_anything_is_recorded(page, shop):
    ready_to_pay(page)
    change_price(shop, 40_00)
    finish(page)
    expect(page.get_by_role("alert").filter(has_text="Prices have changed")).to_be_visible()
    journey.see_total(page, "₹40.00")
    expect(page.locator(".cart-line")).to_contain_text("Now 40.00, no longer 49.50")
    assert sales_of(shop) == []
    journey.charge(page, phone=False)
    finish(page)
    expect(page.get_by_role("dialog", name="Sold")).to_contain_text("₹40.00")
    assert [total for _, total, _ in sales_of(shop)] == [40_00]


def clerk_of(shop):
    """Cookies of somebody else who sells in this shop."""
    with in_schema(schema_of(host_of(shop))):
        clerk = User.objects.create_user("nadia@example.com", PASSWORD, name="Nadia", role=Role.OWNER)
        return state_of(host_of(shop), clerk)["cookies"]


def test_the_next_person_finds_their_own_cart(page, shop):
    journey.scan(page, "111")
    journey.see_total(page, "₹100.00")
    page.context.add_cookies(clerk_of(shop))
    page.reload()
    expect(page.get_by_text("Nadia")).to_be_visible()
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    page.context.add_cookies(shop.state["cookies"])
    page.reload()
    journey.see_total(page, "₹100.00")


def test_nothing_is_sold_in_the_name_of_who_signed_in_elsewhere(page, shop):
    ready_to_pay(page)
    page.context.add_cookies(clerk_of(shop))
    finish(page)
    expect(page.get_by_role("dialog").get_by_text("Somebody else is signed in")).to_be_visible()
    assert sales_of(shop) == []
    page.context.add_cookies(shop.state["cookies"])
    finish(page)
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    assert len(sales_of(shop)) == 1


def test_who_signs_in_again_in_another_tab_goes_on_without_a_reload(page, shop):
    page.context.clear_cookies()
    journey.scan(page, "222")
    expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_be_visible()
    other = page.context.new_page()
    journey.sign_in(other, f"{shop.home}/")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    journey.see_total(page, "₹49.50")
    expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_be_hidden()
    journey.charge(page, phone=False)
    finish(page)
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()
    assert len(sales_of(shop)) == 1
