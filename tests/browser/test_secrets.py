"""What is shown once: made by form, copied by a button, gone from the next page."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


CALL = """async ([list, key]) => {
    const headers = { Authorization: `Bearer ${key}` };
    return (await fetch(`/api/v1/${list}/`, { headers, credentials: "omit" })).status;
}"""


def test_a_key_is_made_copied_used_and_revoked(visit, shop):
    visitor = visit("phone", "light", shop.state)
    page = visitor.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=shop.home)
    page.goto(f"{shop.home}/settings/keys/new/")
    page.get_by_label("Name", exact=True).fill("Till bridge")
    page.get_by_label("Product: read").check()
    page.get_by_role("button", name="Make the key").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copy").locator("span")).to_have_text("Copied")
    secret = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch("cfk_[0-9a-f]{8}_[0-9a-f]{64}", secret)
    visitor.check()

    machine = visit().page
    machine.goto(f"{shop.home}/sign-in/")
    assert machine.evaluate(CALL, ["products", secret]) == 200
    assert machine.evaluate(CALL, ["sales", secret]) == 403

    page.goto(f"{shop.home}/settings/keys/")
    assert secret not in page.content()
    page.get_by_role("button", name="Revoke").first.click()
    visitor.check()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("Till bridge lets nobody in any more.")).to_be_visible()
    assert machine.evaluate(CALL, ["products", secret]) == 401


def test_a_webhook_and_a_domain_with_all_that_their_pages_show(visit, shop):
    visitor = visit("phone", "dark", shop.state)
    page = visitor.page
    page.goto(f"{shop.home}/settings/webhooks/new/")
    page.get_by_label("Address").fill("https://hooks.example.com/hook")
    page.get_by_label("A sale was made").check()
    page.get_by_role("button", name="Add", exact=True).click()
    assert page.get_by_label("Secret", exact=True).input_value().startswith("whsec_")
    visitor.check()
    page.get_by_role("link", name="Webhook", exact=True).click()
    visitor.check()
    page.goto(f"{shop.home}/settings/domains/")
    page.get_by_label("Domain").fill("shop.example.com")
    page.get_by_role("button", name="Add the domain").click()
    expect(page.get_by_label("Value of the record", exact=True)).to_have_value(re.compile("^cf-verify="))
    visitor.check()
