"""ETag and If-Match: nobody writes over what somebody else wrote meanwhile, and nothing is reset by leaving it out."""

import pytest

from inventory.catalogue.models import Product, Variation
from kernel.permissions import Role
from people.models import User
from tests.shop import make_delivery

PRODUCT = "/api/v1/products/{}/"


@pytest.fixture
def api(api_for, owner):
    return api_for(owner)


@pytest.fixture
def places(shop, staff, owner):
    """Each thing that has a version: its address, and a change of it."""
    endpoint = make_delivery(owner).endpoint_id
    return {
        "product": (PRODUCT.format(shop.product), {"description": "Loose leaves"}),
        "person": (f"/api/v1/people/{staff.pk}/", {"role": "manager"}),
        "outlet": (f"/api/v1/outlets/{shop.outlet}/", {"name": "Harbour"}),
        "webhook": (f"/api/v1/webhook-endpoints/{endpoint}/", {"active": False}),
    }


@pytest.mark.parametrize("thing", ["product", "person", "outlet", "webhook"])
def test_a_change_says_which_version_it_changes(api, places, thing):
    url, change = places[thing]
    before = api.get(url)
    without = api.patch(url, change, format="json")
    assert (without.status_code, without.json()["code"]) == (428, "version_required")
    done = api.patch(url, change, format="json", HTTP_IF_MATCH=before["ETag"])
    assert done.status_code == 200, done.content
    assert done["ETag"] == api.get(url)["ETag"] != before["ETag"]
    late = api.patch(url, change, format="json", HTTP_IF_MATCH=before["ETag"])
    assert (late.status_code, late.json()["code"]) == (412, "version_changed")
    assert f'"{late.json()["version"]}"' == done["ETag"]
    assert api.patch(url, change, format="json", HTTP_IF_MATCH="nonsense").status_code == 412
    for tag in ("*", f"W/{done['ETag']}"):
        again = api.patch(url, change, format="json", HTTP_IF_MATCH=tag)
        assert (again.status_code, again["ETag"]) == (200, done["ETag"])


def test_a_patch_leaves_what_it_does_not_name(api, shop):
    url = PRODUCT.format(shop.product)
    before = api.get(url).json()
    change = {"variations": [{"id": shop.variation, "price": "200.00"}]}
    after = api.patch(url, change, format="json", HTTP_IF_MATCH="*").json()
    before["variations"][0]["price"] = "200.00"
    assert after == before
    added = {"variations": [{"sku": "TEA-1KG", "price": "9.00", "tax_code_id": shop.tax_code}]}
    assert len(api.patch(url, added, format="json", HTTP_IF_MATCH="*").json()["variations"]) == 2
    wrong = api.patch(url, {"variations": [{"sku": "X"}]}, format="json", HTTP_IF_MATCH="*")
    assert set(wrong.json()["errors"]) == {"variations.0.price", "variations.0.tax_code_id"}
    unknown = {"variations": [{"id": 10**9, "price": "1.00", "sku": "Y", "tax_code_id": shop.tax_code}]}
    assert "variations.2.id" in api.patch(url, unknown, format="json", HTTP_IF_MATCH="*").json()["errors"]
    assert api.patch(url, {}, format="json", HTTP_IF_MATCH="*").status_code == 200


def test_a_put_names_everything(api, shop):
    url = PRODUCT.format(shop.product)
    body = {
        "name": "Tea",
        "variations": [{"id": shop.variation, "sku": "TEA", "price": "1.00", "tax_code_id": shop.tax_code}],
    }
    refused = api.put(url, body, format="json", HTTP_IF_MATCH="*")
    assert refused.status_code == 400
    assert {"category_id", "description", "variations.0.barcodes", "variations.0.tracks_expiry"} <= set(
        refused.json()["errors"]
    )
    assert Variation.objects.get(pk=shop.variation).price == 180_00
    assert Product.objects.get(pk=shop.product).name == "Tea"


def test_a_person_keeps_what_a_patch_does_not_name(api, staff, outlet, other_outlet):
    url = f"/api/v1/people/{staff.pk}/"
    assert api.get(url).json()["outlet_ids"] == [outlet.id]
    assert api.patch(url, {"role": "manager"}, format="json", HTTP_IF_MATCH="*").json()["outlet_ids"] == [outlet.id]
    placed = api.patch(url, {"outlet_ids": [other_outlet.id]}, format="json", HTTP_IF_MATCH="*").json()
    assert (placed["role"], placed["outlet_ids"]) == ("manager", [other_outlet.id])
    assert User.objects.get(pk=staff.pk).role == Role.MANAGER


def test_the_description_says_so(api):
    paths = api.get("/api/schema/", HTTP_ACCEPT="application/json").json()["paths"]
    for path, method in (("products/{product_id}", "put"), ("people/{person_id}", "patch")):
        described = paths[f"/api/v1/{path}/"][method]
        assert {"412", "428"} <= described["responses"].keys()
        assert "If-Match" in {each["name"] for each in described["parameters"]}
        assert "ETag" in described["responses"]["200"]["headers"]
