"""What scripts add to pages: scans anywhere, light or dark, rows that come and go, an undo."""

import pytest
from playwright.sync_api import expect

from tests.browser.scanner import MILK, burst, typed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_scan_that_falls_on_no_field_opens_the_thing(visit, shop):
    page = visit("desktop", "light", shop.state).page
    page.goto(f"{shop.home}/")
    burst(page, "MLK")  # too short to be a code
    typed(page, MILK, end="Enter")
    assert page.url == f"{shop.home}/"
    burst(page, MILK)
    page.wait_for_url(f"{shop.home}/products/3/")


def test_light_or_dark_is_remembered(visit, shop):
    page = visit("desktop", "light", shop.state).page
    page.goto(f"{shop.home}/")
    dark = "document.documentElement.classList.contains('dark')"
    assert not page.evaluate(dark)
    page.locator("summary", has=page.locator(".person-mark")).click()
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(dark)
    page.goto(f"{shop.home}/stock/")
    assert page.evaluate(dark)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "global-search"


def test_rows_of_a_form_come_and_go(visit, shop):
    page = visit("desktop", "light", shop.state).page
    page.goto(f"{shop.home}/products/new/")
    page.get_by_role("button", name="Another variation").click()
    page.get_by_role("button", name="Another variation").click()
    page.get_by_label("SKU", exact=True).nth(0).fill("A")
    page.get_by_label("SKU", exact=True).nth(1).fill("B")
    page.get_by_label("SKU", exact=True).nth(2).fill("C")
    page.get_by_role("button", name="Remove this variation").nth(1).click()
    assert [field.input_value() for field in page.get_by_label("SKU", exact=True).all()] == ["A", "C"]
    assert [field.get_attribute("name") for field in page.get_by_label("SKU", exact=True).all()] == [
        "variations-0-sku",
        "variations-1-sku",
    ]
    assert page.locator("[name=variations-TOTAL_FORMS]").input_value() == "2"


def test_a_scan_adds_a_row_of_opening_stock(visit, shop):
    page = visit("phone", "light", shop.state).page
    page.goto(f"{shop.home}/stock/opening/")
    for code, name in (("111", "Tea"), ("RIC", "Rice")):
        page.get_by_label("Add a product").fill(code)
        page.get_by_label("Add a product").press("Enter")
        page.locator("[data-row]").filter(has_text=name).wait_for()
    assert page.locator("[data-row]").count() == 2
    assert page.get_by_label("Add a product").input_value() == ""


def test_archiving_is_undone_from_the_toast(visit, shop):
    visitor = visit("desktop", "light", shop.state)
    page = visitor.page
    page.goto(f"{shop.home}/products/?search=TEA")
    page.get_by_role("button", name="Archive").click()
    page.locator(".toasts").get_by_text("Archived.").hover()  # a toast under the pointer stays
    visitor.check()
    page.get_by_role("button", name="Undo").click()
    page.locator(".toasts").get_by_text("Back on the shelf.").hover()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("Back on the shelf.")).to_have_count(0)


def test_a_form_that_is_under_way_is_not_sent_twice(visit, shop):
    page = visit("desktop", "light", shop.state).page
    page.goto(f"{shop.home}/outlets/")
    page.get_by_label("Name", exact=True).fill("Harbour")
    page.get_by_label("Code", exact=True).fill("HB")
    page.evaluate("for (const _ of [1, 2, 3]) document.querySelector('main form').requestSubmit()")
    expect(page.get_by_text("Harbour is open.")).to_be_visible()
    expect(page.get_by_text("Another outlet has this name or code")).to_have_count(0)


def test_deactivating_somebody_asks_once(visit, shop):
    visitor = visit("phone", "dark", shop.state)
    page = visitor.page
    page.goto(f"{shop.home}/people/new/")
    page.get_by_label("Name", exact=True).fill("Nadia Staff")
    page.get_by_label("E-mail").fill("nadia@example.com")
    page.get_by_label("First password").fill("correct horse battery")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Nadia Staff").click()
    visitor.check()
    page.get_by_role("button", name="Deactivate Nadia").click()
    visitor.check()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Deactivate Nadia").click()
    page.get_by_role("button", name="Deactivate", exact=True).click()
    expect(page.get_by_text("They can't sign in any more.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Nadia")).to_contain_text("Left")
