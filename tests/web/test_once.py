"""A form that is sent twice does its work once: double click, reload, Back and again."""

import re

import pytest
from django.urls import resolve

from audit.models import IdempotencyKey
from company.models import Outlet
from inventory.catalogue.models import Category, Product
from kernel.permissions import Role
from kernel.schemas import PUBLIC, in_schema
from people.models import ApiKey, User
from tenants.life.models import Tenant
from tests.changes import changes
from tests.web.test_page_matrix import ROUTES, filled
from tests.web.typed import opening_data, product_data

REPEATED_ON_PURPOSE = {
    "outlet_switch": "looks elsewhere, and writes nothing",
    "domain_check": "asks the DNS, as often as it is pressed",
    "plan_checkout": "leads to a page of Stripe's that ends by itself",
    "plan_portal": "leads to a page of Stripe's that ends by itself",
}
UNKEYED = {"sign_in", "sign_out", "leave", *REPEATED_ON_PURPOSE}
"""Forms without a key: those, and coming in and going out."""

KEYED = [
    (name, path, form)
    for name, cases in ROUTES.items()
    for method, path, _, form in cases
    if method == "POST" and name not in REPEATED_ON_PURPOSE and not name.startswith(("plan_", "cancel_closing"))
]


@pytest.mark.parametrize(("name", "path", "form"), KEYED, ids=[name for name, _, _ in KEYED])
def test_the_same_form_twice_is_done_once_and_answered_alike(browse, shop, name, path, form):
    url = "/" + filled(path, shop)
    sent = {**form(shop), "form_key": "k1"}
    first = browse.post(url, sent)
    assert first.status_code in {200, 302}, first.content
    with changes() as seen:
        second = browse.post(url, sent)
    assert seen == {}
    if first.status_code == 302:
        assert (second.status_code, second["Location"]) == (302, first["Location"])
    else:  # a secret is shown once, a field is shown again
        assert second.status_code in {200, 302}


def test_a_double_click_says_the_same_twice(browse, owner):
    sent = {"name": "Harbour", "code": "HB", "form_key": "k1"}
    for _ in range(2):
        assert "Harbour is open." in browse.post("/outlets/", sent, follow=True).content.decode()
    assert Outlet.objects.filter(code="HB").count() == 1


def test_another_content_under_the_same_key_is_not_done_and_not_lost(browse):
    browse.post("/outlets/", {"name": "Harbour", "code": "HB", "form_key": "k1"})
    answer = browse.post("/outlets/", {"name": "Hill", "code": "HL", "form_key": "k1"})
    page = answer.content.decode()
    assert "sent before with other content" in page
    assert 'value="Hill"' in page
    assert not Outlet.objects.filter(code="HL").exists()
    (fresh,) = set(re.findall(r'name="form_key" value="([^"]+)"', page.split('name="code"')[0].split("<form")[-1]))
    assert fresh != "k1"
    browse.post("/outlets/", {"name": "Hill", "code": "HL", "form_key": fresh})
    assert Outlet.objects.filter(code="HL").exists()


def test_a_refused_form_is_corrected_under_its_key(browse, shop):
    wrong = {**product_data(shop.tax_code, row_sku="TEA"), "form_key": "k1"}
    assert browse.post("/products/new/", wrong).status_code == 422
    assert IdempotencyKey.objects.count() == 0
    right = {**product_data(shop.tax_code, row_sku="OTHER"), "form_key": "k1"}
    assert browse.post("/products/new/", right).status_code == 302
    assert Product.objects.filter(variations__sku="OTHER").count() == 1


def test_one_key_at_two_addresses_is_two_forms(browse, shop):
    browse.post("/outlets/", {"name": "Harbour", "code": "HB", "form_key": "k1"})
    browse.post("/products/categories/", {"category_name": "Food", "form_key": "k1"})
    assert Category.objects.filter(name="Food").exists()


def test_a_key_is_one_persons(client_for, owner, manager, shop):
    sent = {**opening_data(shop.outlet, shop.variation), "form_key": "k1"}
    pages = [
        client_for(person).post("/stock/opening/", sent, follow=True).content.decode() for person in (owner, manager)
    ]
    assert "OS/" in pages[0] or "of stock is on the shelf" in pages[0]
    assert IdempotencyKey.objects.count() == 2


def test_a_secret_is_not_kept_for_a_repetition(browse):
    sent = {"name": "Bridge", "scopes": ["sales:sale:read"], "days": "30", "form_key": "k1"}
    first, second = browse.post("/settings/keys/new/", sent), browse.post("/settings/keys/new/", sent, follow=True)
    secret = re.search(r"cfk_\w+", first.content.decode())
    assert secret
    assert "Its secret was shown then" in second.content.decode()
    assert ApiKey.objects.count() == 1
    assert secret[0].rpartition("_")[2] not in str(IdempotencyKey.objects.get().answer)


def test_half_a_teammate_is_none(browse, monkeypatch):
    """A person and their outlets are one transaction."""
    sent = {"name": "Nadia", "email": "n@example.com", "role": Role.MANAGER, "password": "correct horse battery"}
    monkeypatch.setattr("web.forms.person.PlaceForm.clean", lambda form: {**form.cleaned_data, "outlet_ids": [10**9]})
    answer = browse.post("/people/new/", sent)
    assert answer.status_code == 422
    assert not User.objects.filter(email="n@example.com").exists()


def test_a_visitor_who_clicks_twice_opens_one_business(public_client):
    sent = {
        "business_name": "Corner", "subdomain": "twice-clicked", "country": "IN", "owner_name": "Olive",
        "email": "olive@example.com", "password": "correct horse battery", "form_key": "k1",
    }  # fmt: skip
    calls = []

    def opened(*, command, now):
        calls.append(command)
        return type("Business", (), {"enter": "http://twice-clicked.localhost/enter/?token=t"})()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("web.views.sign_up.sign_up", opened)
        first, second = public_client.post("/sign-up/", sent), public_client.post("/sign-up/", sent)
    assert first["Location"] == second["Location"]
    assert len(calls) == 1
    with in_schema(PUBLIC):
        assert not Tenant.objects.filter(domains__domain__startswith="twice-clicked").exists()


def forms_of(page):
    for tag, inside in re.findall(r"(<form\b[^>]*>)(.*?)</form>", page, flags=re.DOTALL):
        if 'method="post"' in tag or "hx-post" in tag:
            action = re.search(r'(?:action|hx-post)="([^"]*)"', tag)
            yield action[1] if action else None, inside


def test_every_form_carries_a_key_of_its_own(browse, shop, stripe):
    seen, keys = set(), []
    for cases in ROUTES.values():
        for method, path, _, _ in cases:
            if method != "GET" or path.startswith(("settings/plan/change", "settings/export/{")):
                continue
            url = "/" + filled(path, shop)
            for action, inside in forms_of(browse.get(url).content.decode()):
                name = resolve((action or url).partition("?")[0], urlconf="config.urls_tenant").url_name
                found = re.findall(r'name="form_key"(?: id="[\w-]+")? value="([^"]+)"', inside)
                assert len(found) == (0 if name in UNKEYED else 1), (url, name)
                seen.add(name)
                keys += found
    assert len(set(keys)) == len(keys) > 20
    assert {"outlet_list", "people_new", "product_archive", "category_new", "opening_stock", "key_revoke"} <= seen
