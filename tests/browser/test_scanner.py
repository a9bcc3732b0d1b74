"""A scanner types wherever the focus is: its codes go to the page's target, and never into a field."""

import pytest
from playwright.sync_api import expect

from tests.browser.scanner import RICE, TEA, UNKNOWN, burst, typed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# What has the focus, with its value and what is selected in it.
FOCUSED = """() => {
    const field = document.activeElement;
    return [field.name ?? field.tagName, field.value ?? "", field.selectionStart ?? null, field.selectionEnd ?? null];
}"""


@pytest.fixture
def open_page(visit, shop):
    visitor = visit("desktop", "light", shop.state)

    def open_at(path):
        visitor.page.goto(f"{shop.home}{path}")
        return visitor.page

    yield open_at
    assert visitor.complaints == []


def rows_of(page):
    names = ["quantity", "unit_cost", "batch_number", "expires_on"]
    return [
        (row.locator("[data-name]").inner_text(), *(row.locator(f"[name$={name}]").input_value() for name in names))
        for row in page.locator("[data-row]").all()
    ]


def test_counting_stock_by_scans_never_fills_a_field_nor_sends_the_form(open_page):
    page = open_page("/stock/opening/")
    burst(page, TEA)
    expect(page.locator("[data-row]")).to_have_count(1)
    typed(page, "12", end="Tab")
    burst(page, RICE)  # the focus is in the cost
    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.get_by_label("Quantity").nth(1)).to_be_focused()
    burst(page, UNKNOWN)
    expect(page.get_by_text(f"Nothing is known under {UNKNOWN}.")).to_be_visible()
    assert rows_of(page) == [("Tea", "12", "", "", ""), ("Rice", "", "", "", "")]
    assert page.url.endswith("/stock/opening/")


def test_enter_moves_on_to_the_next_field_and_at_last_to_the_button(open_page):
    page = open_page("/stock/opening/")
    burst(page, TEA)
    expect(page.get_by_label("Quantity")).to_be_focused()
    for value, label in (("12", "Cost of one"), ("30", "Batch"), ("B-1", "Expires")):
        typed(page, value, end="Enter")
        expect(page.get_by_label(label)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Add it up")).to_be_focused()
    assert page.url.endswith("/stock/opening/")


def test_a_field_is_as_it_was_with_its_selection(open_page):
    page = open_page("/products/1/edit/")
    name = page.locator("#id_name")
    name.fill("Green tea")
    name.evaluate("(field) => field.setSelectionRange(2, 5)")
    before = page.evaluate(FOCUSED)
    assert before == ["name", "Green tea", 2, 5]
    burst(page, RICE)
    expect(page.get_by_text(f"Rice has the code {RICE} already.")).to_be_visible()
    assert page.evaluate(FOCUSED) == before


def test_what_a_person_typed_before_the_scan_stays(open_page):
    page = open_page("/stock/opening/")
    burst(page, TEA)
    expect(page.get_by_label("Quantity")).to_be_focused()
    typed(page, "7")
    burst(page, RICE)
    expect(page.locator("[data-row]")).to_have_count(2)
    assert [row[:2] for row in rows_of(page)] == [("Tea", "7"), ("Rice", "")]


def test_a_scan_into_a_products_form_is_one_barcode_more(open_page):
    page = open_page("/products/1/edit/")
    barcodes = page.get_by_label("Barcodes")
    barcodes.focus()
    burst(page, UNKNOWN)
    expect(barcodes).to_have_value(f"111 {TEA} {UNKNOWN}")
    burst(page, UNKNOWN[:-1] + "0")
    expect(page.get_by_text("was misread")).to_be_visible()
    expect(barcodes).to_have_value(f"111 {TEA} {UNKNOWN}")
    assert page.url.endswith("/products/1/edit/")


def test_enter_in_a_products_form_sends_nothing(open_page):
    page = open_page("/products/1/edit/")
    page.get_by_label("Barcodes").focus()
    typed(page, "4", end="Enter")
    expect(page.get_by_label("Reorder at")).to_be_focused()
    assert page.url.endswith("/products/1/edit/")


def test_a_list_is_not_narrowed_down_by_a_scan(open_page):
    page = open_page("/products/")
    page.locator("select[name=archived]").focus()
    burst(page, "Arch" + UNKNOWN)  # "A" would choose "Archived"
    expect(page.get_by_text(f"Nothing is known under Arch{UNKNOWN}.")).to_be_visible()
    expect(page.locator("select[name=archived]")).to_have_value("")
    assert page.url.endswith("/products/")


def test_a_space_in_a_code_presses_no_button(open_page):
    page = open_page("/outlets/")
    page.locator("summary", has=page.locator(".person-mark")).focus()
    burst(page, "AB 12")
    expect(page.get_by_text("Nothing is known under AB 12.")).to_be_visible()
    assert page.locator("details.menu[open]").count() == 0


def test_a_scan_elsewhere_opens_the_thing_unless_something_typed_would_be_lost(open_page):
    page = open_page("/people/new/")
    burst(page, TEA)
    page.wait_for_url("**/products/1/")
    page = open_page("/people/new/")
    page.get_by_label("Name", exact=True).focus()
    typed(page, "Ne")
    burst(page, TEA)
    expect(page.locator(".toasts").get_by_role("link", name="Open")).to_have_attribute("href", "/products/1/")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ne")
    assert page.url.endswith("/people/new/")


def test_what_people_type_is_no_scan(open_page):
    page = open_page("/products/")
    page.locator("main [name=search]").focus()
    typed(page, "Rice", end="Enter")
    page.wait_for_url("**search=Rice*")


@pytest.mark.parametrize("field", ["Email", "Password"])
def test_signing_in_is_sent_by_enter(visit, shop, field):
    """Nobody scans before that, and everybody presses Enter."""
    page = visit().page
    page.goto(f"{shop.home}/sign-in/")
    page.get_by_label("Email").fill("nobody@example.com")
    page.get_by_label("Password").fill("not the password")
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_label(field).press("Enter")
