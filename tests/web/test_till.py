import json
import re

from inventory.catalogue.operations.create_category import CreateCategory, create_category
from tests.shop import make_product, now


def setup_of(answer):
    return json.loads(re.search(r'<script id="till-data"[^>]*>(.*?)</script>', answer.content.decode(), re.DOTALL)[1])


def test_who_works_at_several_outlets_is_asked_which(browse, outlet, other_outlet):
    page = browse.get("/till/").content.decode()
    assert f"?outlet={outlet.id}" in page
    assert f"?outlet={other_outlet.id}" in page
    assert browse.get(f"/till/?outlet={other_outlet.id}")["Location"] == "/till/"
    assert setup_of(browse.get("/till/"))["outlet"] == other_outlet.id


def test_who_works_at_one_stands_at_its_till(client_for, staff, outlet, other_outlet, shop):
    setup = setup_of(client_for(staff).get("/till/"))
    assert setup["outlet"] == outlet.id
    assert setup["currency"] == "INR"
    assert setup["locale"] == "en-IN"
    assert setup["mayDiscount"] is False
    assert [method["value"] for method in setup["methods"]] == ["cash", "card", "mobile"]
    assert setup["urls"]["sale"] == "/api/v1/sales/"
    assert client_for(staff).get(f"/till/?outlet={other_outlet.id}").status_code == 404


def test_who_works_nowhere_is_told_so(client_for, staff):
    from company.models import OutletUserObjectPermission

    OutletUserObjectPermission.objects.filter(user=staff).delete()
    assert b"No outlet yet" in client_for(staff).get("/till/").content


def test_a_tile_says_what_is_left_and_what_it_costs_the_customer(browse, outlet, shop):
    (tile,) = browse.get(f"/till/{outlet.id}/tiles/").json()["items"]
    assert tile == {
        "id": shop.variation, "sku": "TEA", "name": "Tea", "price": 180_00, "unit": "piece", "codes": ["890"], "onHand": "19.000",
        "expired": False,
    }  # fmt: skip


def test_tiles_are_found_by_words_category_code_and_page(browse, owner, outlet, shop, monkeypatch):
    monkeypatch.setattr("web.views.till.TILES", 2)
    food = create_category(actor=owner, command=CreateCategory("Food"), now=now())
    for name in ("Apple", "Bread", "Cheese"):
        make_product(owner, name=name)

    def found(**query):
        answer = browse.get(f"/till/{outlet.id}/tiles/", query).json()
        return [item["name"] for item in answer["items"]], answer["more"]

    assert found() == (["Apple", "Bread"], True)
    assert found(page=2) == (["Cheese", "Tea"], False)
    assert found(page=3) == ([], False)
    assert found(q="chee") == (["Cheese"], False)
    assert found(category=food.id) == ([], False)
    assert found(code="890") == (["Tea"], False)
    assert found(code="tea") == (["Tea"], False)
    assert found(code="none such") == ([], False)


def test_only_categories_with_something_to_sell_are_offered(browse, owner, outlet):
    from inventory.catalogue.operations.create_product import create_product
    from inventory.catalogue.rules.products import ProductInput, VariationInput
    from tests.shop import tax_code_id

    food = create_category(actor=owner, command=CreateCategory("Food"), now=now())
    create_category(actor=owner, command=CreateCategory("Empty"), now=now())
    row = VariationInput(sku="A", price=100, tax_code_id=tax_code_id("NONE"))
    create_product(actor=owner, command=ProductInput("Apple", (row,), category_id=food.id), now=now())
    setup = setup_of(browse.get(f"/till/?outlet={outlet.id}", follow=True))
    assert setup["categories"] == [{"id": food.id, "name": "Food"}]
