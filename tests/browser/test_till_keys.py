"""The till under a scanner and a keyboard: scans go into the sale and nowhere else, and keys do what they say."""

import pytest
from playwright.sync_api import expect

from kernel.schemas import in_schema
from sales.selling.models import Sale
from tests.browser import journey
from tests.browser.scanner import MILK, RICE, TEA, UNKNOWN, burst, typed
from tests.installation import schema_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def till(visit, shop):
    visitor = visit("desktop", "light", shop.state)
    visitor.page.goto(f"{shop.home}/till/")
    yield visitor.page
    assert visitor.complaints == []


def cart(page):
    lines = page.locator(".cart-line")
    return [
        (line.locator(".font-medium").first.inner_text(), line.locator("[data-quantity]").input_value())
        for line in lines.all()
    ]


def totals_of(shop):
    with in_schema(schema_of(shop.home.removeprefix("http://").partition(":")[0])):
        return list(Sale.objects.values_list("total", flat=True))


def see_cart(page, *lines):
    expect(page.locator(".cart-line")).to_have_count(len(lines))
    assert cart(page) == list(lines)


@pytest.mark.parametrize("code", [RICE, UNKNOWN, "96385074"], ids=["known", "unknown", "short"])
def test_a_scan_while_a_quantity_has_the_focus_is_no_quantity(till, code):
    burst(till, TEA)
    expect(till.locator(".cart-line")).to_have_count(1)
    till.keyboard.press("F4")
    typed(till, "3", end="Enter")
    till.keyboard.press("F4")
    burst(till, code)
    if code == RICE:
        see_cart(till, ("Tea", "3"), ("Rice", "1"))
    else:
        expect(till.locator(".till-shelf").get_by_role("alert")).to_contain_text(f"Nothing is known under {code}.")
        see_cart(till, ("Tea", "3"))


def test_a_quantity_that_was_typed_counts_when_the_next_thing_is_scanned(till):
    burst(till, TEA)
    expect(till.locator(".cart-line")).to_have_count(1)
    till.keyboard.press("F4")
    typed(till, "3")
    burst(till, RICE)
    see_cart(till, ("Tea", "3"), ("Rice", "1"))
    journey.see_total(till, "₹349.50")


def test_a_scan_over_the_amount_received_is_one_article_more(till, shop):
    burst(till, TEA)
    journey.see_total(till, "₹100.00")
    journey.charge(till, phone=False)
    burst(till, RICE)
    see_cart(till, ("Tea", "1"), ("Rice", "1"))
    expect(till.get_by_role("dialog", name="To pay")).to_be_hidden()
    expect(till.get_by_text("what is to pay has changed").first).to_be_visible()
    journey.see_total(till, "₹149.50")
    journey.charge(till, phone=False)
    burst(till, UNKNOWN)
    expect(till.get_by_role("dialog").get_by_text(f"Nothing is known under {UNKNOWN}.")).to_be_visible()
    expect(till.get_by_label("Amount received")).to_have_value("149.50")
    assert totals_of(shop) == []


def test_a_scan_while_sold_is_open_begins_the_next_sale(till, shop):
    burst(till, TEA)
    journey.see_total(till, "₹100.00")
    journey.charge(till, phone=False)
    journey.pay_cash(till, "150")
    burst(till, RICE)
    expect(till.get_by_role("dialog", name="Sold")).to_be_hidden()
    see_cart(till, ("Rice", "1"))
    expect(till.get_by_text("Last: ")).to_contain_text("change ₹50.00")
    assert totals_of(shop) == [100_00]


def test_amounts_and_quantities_hard_to_believe_are_asked_about(till, shop):
    burst(till, TEA)
    journey.see_total(till, "₹100.00")
    till.keyboard.press("F4")
    typed(till, "1000", end="Enter")
    question = till.get_by_role("dialog", name="1000 × Tea?")
    question.get_by_role("button", name="No, change it").click()
    see_cart(till, ("Tea", "1"))
    journey.charge(till, phone=False)
    till.get_by_label("Amount received").fill("10000")
    till.get_by_label("Amount received").press("Enter")
    question = till.get_by_role("dialog", name="Give back ₹9,900.00?")
    expect(question).to_be_visible()
    assert totals_of(shop) == []
    question.get_by_role("button", name="Yes, that is right").click()
    expect(till.get_by_role("dialog", name="Sold")).to_be_visible()
    assert totals_of(shop) == [100_00]


def test_an_amount_that_is_typed_replaces_the_one_proposed(till):
    burst(till, TEA)
    journey.see_total(till, "₹100.00")
    till.keyboard.press("F8")
    expect(till.get_by_label("Amount received")).to_be_focused()
    typed(till, "200")
    expect(till.get_by_label("Amount received")).to_have_value("200")
    dialog = till.get_by_role("dialog")
    cash = dialog.get_by_role("group", name="Cash received").get_by_role("button")
    expect(cash).to_have_text(["200.00", "500.00"])
    dialog.get_by_role("button", name="500.00").click()
    expect(dialog.get_by_text("₹400.00")).to_be_visible()


def test_change_is_the_largest_thing_on_the_screen(till):
    burst(till, TEA)
    journey.see_total(till, "₹100.00")
    journey.charge(till, phone=False)
    journey.pay_cash(till, "150")
    sizes = till.get_by_role("dialog", name="Sold").evaluate(
        """(dialog) => [...dialog.querySelectorAll("*")].filter((each) => each.childNodes.length && each.textContent.trim())
            .map((each) => [parseFloat(getComputedStyle(each).fontSize), each.textContent.trim()])"""
    )
    assert max(sizes)[1] == "₹50.00"
    assert [text for size, text in sizes if size == max(sizes)[0]] == ["₹50.00"]


def test_the_line_last_touched_is_in_sight_and_edited(visit, shop):
    page = visit("desktop", "light", shop.state).page
    page.set_viewport_size({"width": 1280, "height": 560})  # the last line of three is out of sight
    page.goto(f"{shop.home}/till/")
    for code, name, total in ((TEA, "Tea", "₹100.00"), (RICE, "Rice", "₹149.50"), (MILK, "Milk", "₹179.50")):
        burst(page, code)
        journey.see_total(page, total)
        expect(page.locator(".cart-line", has_text=name)).to_be_in_viewport(ratio=0.9)
    burst(page, RICE)
    journey.see_total(page, "₹229.00")
    page.keyboard.press("F4")
    expect(page.get_by_label("Quantity of Rice")).to_be_focused()
    expect(page.locator(".cart-line", has_text="Rice")).to_be_in_viewport(ratio=0.9)


def test_totals_stay_while_the_next_price_is_fetched(till):
    burst(till, TEA)
    journey.see_total(till, "₹100.00")
    till.route("**/quote/", lambda route: None)  # the next price never comes
    burst(till, RICE)
    expect(till.locator(".cart-line")).to_have_count(2)
    expect(till.get_by_text("Without tax")).to_be_visible()
    expect(till.locator(".till-cart").get_by_role("button", name="Charge")).to_be_enabled()


def test_arrows_and_enter_find_and_add(till):
    typed(till, "i", end="Enter")  # Rice and Milk
    expect(till.locator(".till-shelf").get_by_text("2 found: arrows choose, Enter adds.")).to_be_visible()
    expect(till.locator(".tile").first).to_be_focused()
    till.keyboard.press("ArrowRight")
    till.keyboard.press("Enter")
    see_cart(till, ("Rice", "1"))
    till.keyboard.press("ArrowLeft")
    till.keyboard.press("ArrowLeft")
    expect(till.get_by_role("searchbox")).to_be_focused()
    till.keyboard.press("ArrowDown")
    expect(till.locator(".tile").first).to_be_focused()


def test_a_code_within_an_sku_sells_nothing(till):
    burst(till, "RIC0")
    expect(till.locator(".till-shelf").get_by_role("alert")).to_contain_text("Nothing is known under RIC0.")
    typed(till, "RI", end="Enter")
    expect(till.locator(".till-shelf").get_by_text("1 found: arrows choose, Enter adds.")).to_be_visible()
    see_cart(till)


def test_more_than_there_is_is_said_at_the_line_at_once(till):
    burst(till, TEA)
    journey.see_total(till, "₹100.00")
    till.keyboard.press("F4")
    typed(till, "3", end="Enter")
    expect(till.locator(".cart-line.short")).to_contain_text("Only 2 left")


def test_a_number_that_could_be_meant_in_two_ways_is_said_and_changes_nothing(till):
    burst(till, RICE)
    journey.see_total(till, "₹49.50")
    till.keyboard.press("F4")
    typed(till, "3,00", end="Enter")
    expect(till.locator(".till-shelf").get_by_role("alert")).to_contain_text("Write a number like 1250.50.")
    see_cart(till, ("Rice", "1"))
    journey.charge(till, phone=False)
    till.get_by_label("Amount received").fill("60,00")
    expect(till.get_by_role("dialog").get_by_text("Write a number like 1250.50.")).to_be_visible()
    expect(till.get_by_role("button", name="Finish the sale")).to_be_disabled()
    till.get_by_label("Amount received").fill("1,250")
    expect(till.get_by_role("dialog").get_by_text("₹1,200.50")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_what_cannot_be_sold_is_said_at_once_and_where_the_person_looks(visit, shop, size):
    page = visit(size, "light", shop.state).page
    page.goto(f"{shop.home}/till/")
    burst(page, MILK)
    expect(page.locator(".till-shelf").get_by_role("alert")).to_contain_text("Milk: Expired: it can't be sold")
    if size == "phone":
        page.locator(".till-bar").get_by_role("button", name="Charge").click()
    expect(page.locator(".cart-line.short")).to_contain_text("Expired: it can't be sold")
    page.locator(".till-cart").get_by_role("button", name="Charge").click()
    dialog = page.get_by_role("dialog", name="To pay")
    expect(dialog.get_by_text("Milk: Expired: it can't be sold")).to_be_visible()
    dialog.get_by_role("button", name="Finish the sale").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".till-cart").get_by_role("alert")).to_contain_text("Milk: 1 wanted, 0 available")
    assert totals_of(shop) == []
