"""Two tabs edit one thing: who saves later is told, sees both values, and merges by hand."""

import pytest
from playwright.sync_api import expect

from inventory.catalogue.models import Product, Variation
from kernel.permissions import Role
from kernel.schemas import in_schema
from people.models import User
from tests.business import PASSWORD
from tests.installation import schema_of
from webhooks.models import WebhookEndpoint

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHANGED = "Somebody changed this while you were at it"


@pytest.fixture
def schema(shop):
    return schema_of(shop.home.removeprefix("http://").partition(":")[0])


def two_tabs(visit, shop, path):
    first = visit("desktop", "light", shop.state).page
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(f"{shop.home}{path}")
    return first, second


def test_a_product_that_was_changed_meanwhile_is_merged_by_hand(visit, shop, schema):
    with in_schema(schema):
        product = Product.objects.get(name="Rice").pk
    first, second = two_tabs(visit, shop, f"/products/{product}/edit/")
    first.get_by_label("Price").fill("60.00")
    first.get_by_role("button", name="Another variation").click()
    first.get_by_label("SKU", exact=True).nth(1).fill("RIC-5")
    first.get_by_label("Price").nth(1).fill("200.00")
    first.get_by_label("Tax", exact=True).nth(1).select_option(label="GST 5 %")
    first.get_by_role("button", name="Save the product").click()
    expect(first.get_by_text("Saved.")).to_be_visible()

    second.locator("#product-form").get_by_label("Name", exact=True).fill("Basmati")
    second.get_by_role("button", name="Save the product").click()
    expect(second.get_by_role("alert").filter(has_text=CHANGED)).to_be_visible()
    expect(second.get_by_text("Saved now: 60.00")).to_be_visible()
    expect(second.get_by_text("Saved now: Rice")).to_be_visible()
    expect(second.get_by_label("SKU", exact=True).nth(1)).to_have_value("RIC-5")
    with in_schema(schema):
        assert Variation.objects.get(sku="RIC").price == 60_00
        assert Product.objects.get(pk=product).name == "Rice"

    second.get_by_label("Price").first.fill("60.00")
    second.get_by_role("button", name="Save the product").click()
    expect(second.get_by_text("Saved.")).to_be_visible()
    with in_schema(schema):
        assert Product.objects.get(pk=product).name == "Basmati"
        assert set(Variation.objects.filter(product=product).values_list("sku", "price")) == {
            ("RIC", 60_00),
            ("RIC-5", 200_00),
        }


def test_a_form_that_comes_back_for_another_reason_keeps_its_version(visit, shop, schema):
    with in_schema(schema):
        product = Product.objects.get(name="Rice").pk
    first, second = two_tabs(visit, shop, f"/products/{product}/edit/")
    second.get_by_label("Price").fill("-1")
    second.get_by_role("button", name="Save the product").click()
    expect(second.locator("[data-invalid=true]").first).to_be_visible()
    first.get_by_label("Price").fill("60.00")
    first.get_by_role("button", name="Save the product").click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    second.get_by_label("Price").fill("49.50")
    second.get_by_role("button", name="Save the product").click()
    expect(second.get_by_role("alert").filter(has_text=CHANGED)).to_be_visible()


def test_a_person_who_was_changed_meanwhile(visit, shop, schema):
    with in_schema(schema):
        nadia = User.objects.create_user("nadia@example.com", PASSWORD, name="Nadia", role=Role.STAFF).pk
    first, second = two_tabs(visit, shop, f"/people/{nadia}/")
    first.get_by_label("Role").select_option("manager")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    second.get_by_role("checkbox", name="Main").check()
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_role("alert").filter(has_text=CHANGED)).to_be_visible()
    expect(second.get_by_text("Saved now: Manager")).to_be_visible()
    with in_schema(schema):
        assert User.objects.get(pk=nadia).role == Role.MANAGER


def test_a_webhook_that_was_changed_meanwhile(visit, shop, schema):
    with in_schema(schema):
        row = WebhookEndpoint.objects.create(
            url="https://one.example.com/",
            events=["sales.sale_recorded"],
            secret="whsec_test",
            created_at="2026-01-01T00:00:00Z",
        )
    first, second = two_tabs(visit, shop, f"/settings/webhooks/{row.pk}/edit/")
    first.get_by_label("Address").fill("https://two.example.com/")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    second.get_by_label("Switched on").uncheck()
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_text("Saved now: https://two.example.com/")).to_be_visible()
    expect(second.get_by_text("Saved now: yes")).to_be_visible()
    with in_schema(schema):
        assert WebhookEndpoint.objects.get().disabled_at is None
