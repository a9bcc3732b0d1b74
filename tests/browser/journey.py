"""The first day of a business, as its owner lives it. Each step leaves the page where the next one begins."""

import re

from playwright.sync_api import Page, expect

PASSWORD = "a long enough password"


def sign_up(page: Page, site: str, name: str, address: str) -> None:
    page.goto(site)
    page.get_by_role("link", name="Open your shop").first.click()
    page.get_by_label("Name of your shop").fill(name)
    expect(page.get_by_label("Its address")).to_have_value(address)
    expect(page.get_by_text(f"{address}.{site.removeprefix('http://')} is free")).to_be_visible()
    page.get_by_label("Your name").fill("Olive Owner")
    page.get_by_label("E-mail").fill("olive@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open the shop").click()
    page.wait_for_url(re.compile(rf"//{address}\.localhost:\d+/$"))
    expect(page.get_by_text("1 of 4").first).to_be_visible()


def add_product(page: Page, name: str, sku: str, price: str, barcode: str) -> None:
    page.get_by_role("link", name="Add a product").click()
    form = page.locator("#product-form")
    form.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="New", exact=True).click()
    page.get_by_role("dialog").get_by_label("Name").fill("Staples")
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    expect(form.get_by_label("Category", exact=True)).to_contain_text("Staples")
    form.get_by_label("SKU").fill(sku)
    form.get_by_label("Price").fill(price)
    form.get_by_label("Tax", exact=True).select_option(label="GST 5 %")
    form.get_by_label("Barcodes").fill(barcode)
    page.get_by_role("button", name="Save the product").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def count_stock(page: Page, quantity: str, cost: str) -> None:
    page.get_by_role("link", name="Add stock").click()
    page.get_by_label("Quantity").fill(quantity)
    page.get_by_label("Cost of one").fill(cost)
    page.get_by_label("Batch").fill("B-1")
    page.get_by_role("button", name="Add it up").click()
    page.get_by_role("button", name="Put it on the shelf").click()
    expect(page.get_by_text("of stock is on the shelf and in the books")).to_be_visible()


def scan(page: Page, code: str) -> None:
    """The code typed into the search field, then Enter; tests.browser.scanner types as a scanner does."""
    page.get_by_role("searchbox").fill(code)
    page.get_by_role("searchbox").press("Enter")


def see_total(page: Page, text: str) -> None:
    """The server has said the price, and the sale may be charged."""
    expect(page.locator("output[aria-busy=false]")).to_have_text(text)
    expect(page.locator(".till-cart").get_by_role("button", name="Charge", include_hidden=True)).to_be_enabled()


def charge(page: Page, phone: bool) -> None:
    if phone:
        page.locator(".till-bar").get_by_role("button", name="Charge").click()
    page.locator(".till-cart").get_by_role("button", name="Charge").click()
    expect(page.get_by_role("dialog", name="To pay")).to_be_visible()


def pay_cash(page: Page, amount: str) -> None:
    page.get_by_label("Amount received").fill(amount)
    page.get_by_label("Amount received").press("Enter")
    expect(page.get_by_role("dialog", name="Sold")).to_be_visible()


def sign_in(page: Page, home: str) -> None:
    """As the owner, where the session is over; it lasts two weeks."""
    page.goto(home)
    if page.get_by_label("Password").count():
        page.get_by_label("Email").fill("olive@example.com")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(re.compile(rf"^{re.escape(home)}$"))
