"""Sign up → add a product → count stock → sell at the till → see it in stock and books, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser import journey

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(("size", "colours"), [("desktop", "light"), ("phone", "dark")])
def test_the_first_day_of_a_business(site, visit, size, colours):
    visitor, phone = visit(size, colours), size == "phone"
    page = visitor.page
    journey.sign_up(page, site, f"Corner {size.title()}", f"corner-{size}")
    home = page.url
    visitor.check()

    journey.add_product(page, "Basmati rice", "RIC-1", "210.00", "8901063000018")
    visitor.check()
    journey.count_stock(page, "12", "150.00")
    visitor.check()

    page.goto(f"{home}till/")
    journey.scan(page, "8901063000018")
    expect(page.locator(".cart-line")).to_have_count(1)
    journey.scan(page, "ric-1")
    expect(page.locator(".cart-quantity")).to_have_value("2")
    expect(page.locator(".till-cart button", has_text="Charge ₹420.00")).to_be_enabled()
    visitor.check()
    journey.charge(page, phone)
    visitor.check()
    journey.pay_cash(page, "500")
    expect(page.get_by_text("Give back ₹80.00")).to_be_visible()
    visitor.check()
    receipt = page.get_by_role("link", name="Receipt").get_attribute("href")
    page.get_by_role("button", name="Next sale").click()
    expect(page.get_by_text("Nothing yet")).to_be_attached()
    expect(page.locator(".tile")).to_contain_text("10 left")

    page.goto(home.rstrip("/") + receipt)
    expect(page.get_by_text("₹420.00")).to_be_visible()
    expect(page.get_by_text("CGST 2.5%")).to_be_visible()
    visitor.check()

    page.goto(f"{home}stock/")
    expect(page.get_by_role("row").filter(has_text="Basmati rice")).to_contain_text("10")
    visitor.check()

    page.goto(f"{home}money/trial-balance/")
    expect(page.get_by_text("Debits equal credits")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Cash on hand")).to_contain_text("420.00")
    expect(page.get_by_role("row").filter(has_text="Inventory")).to_contain_text("1,500.00")
    visitor.check()

    page.goto(f"{home}sales/")
    expect(page.get_by_role("row").filter(has_text="Cash")).to_contain_text("₹420.00")
    visitor.check()
    page.goto(home)
    expect(page.get_by_text("Get set up")).to_have_count(0)
    visitor.check()
