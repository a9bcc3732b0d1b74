"""Every list of the house, as its room declares it: what holds for all of them."""

import importlib
from typing import Any

import pytest

from api import urls_tenant
from api.base import ListView, OutletListView
from company.scope import scope_of
from config.rooms import ROOMS
from kernel.filters import FilterKind
from kernel.listings import Listing
from kernel.permissions import Permission
from tests.shop import make_delivery, make_key, make_product, put_on_shelf, sell


def listings():
    """{name: listing} of every room."""
    found: dict[str, Listing[Any, Any]] = {}
    for room in ROOMS:
        try:
            module = importlib.import_module(f"{room.name}.queries.listings")
        except ModuleNotFoundError:
            continue
        found |= {f"{room.name}.{name}": value for name, value in vars(module).items() if isinstance(value, Listing)}
    return found


LISTINGS = listings()
VIEWS = {
    pattern.name: view for pattern in urls_tenant._ROUTES if issubclass(view := pattern.callback.view_class, ListView)
}


class Seer:
    """May see everything, or everything but costs."""

    def __init__(self, *, costs):
        self.costs = costs

    def may(self, permission):
        return self.costs or permission != Permission.CATALOGUE_COST_READ


def test_the_api_shows_every_list_and_no_other():
    assert {id(view.listing) for view in VIEWS.values()} == {id(listing) for listing in LISTINGS.values()}
    assert len(LISTINGS) >= 13


@pytest.mark.parametrize("name", LISTINGS)
def test_a_list_is_whole(name):
    listing = LISTINGS[name]
    assert listing.order.removeprefix("-") in listing.orders
    keys = [column.key for column in listing.columns]
    names = [each.name for each in listing.filters]
    assert len(set(keys)) == len(keys) > 0
    assert len(set(names)) == len(names)
    assert all(bool(each.choices) == (each.kind is FilterKind.CHOICE) for each in listing.filters)


@pytest.fixture
def rows_of_everything(owner, outlet, tenant):
    for name in ("Tea", "Milk"):
        variation = make_product(owner, name=name, sku=name.upper(), barcodes=(f"890{name}",))
        put_on_shelf(owner, outlet, variation, 5, unit_cost=70_00, batch=f"{name}-1")
        sell(owner, outlet, (variation, 1))
    make_key(owner)
    make_delivery(owner)


@pytest.mark.parametrize("name", VIEWS)
def test_every_order_search_and_column_of_it_works(api_for, owner, rows_of_everything, name):
    view = VIEWS[name]
    listing, client = view.listing, api_for(owner)
    url = f"/api/v1/{urls_tenant_path(name)}"
    plain = client.get(url).json()["results"]
    for key in listing.orders:
        up = client.get(f"{url}?ordering={key}").json()["results"]
        down = client.get(f"{url}?ordering=-{key}").json()["results"]
        assert len(up) == len(down) == len(plain), key
    searched = client.get(f"{url}?search=nothing+is+called+this")
    if listing.matches:
        assert searched.json()["results"] == []
    else:
        assert set(searched.json()["errors"]) == {"search"}
    for each in listing.filters:
        answer = client.get(url, {each.name: "x" * 300})
        assert answer.status_code == 400, each.name
        assert set(answer.json()["errors"]) == {each.name}
    viewer = scope_of(owner) if issubclass(view, OutletListView) else owner
    row = listing.rows(viewer)[0] if plain else None
    assert row is None or all(column.value(row) is not NotImplemented for column in listing.columns)


def urls_tenant_path(name):
    return next(str(pattern.pattern) for pattern in urls_tenant._ROUTES if pattern.name == name)


@pytest.mark.parametrize("name", LISTINGS)
def test_who_may_not_see_a_column_cannot_order_by_it(name):
    listing = LISTINGS[name]
    for column in listing.columns:
        if column.permission == Permission.CATALOGUE_COST_READ and column.key in listing.orders:
            assert listing.read({"ordering": column.key}, Seer(costs=True)).ordering == column.key
            assert listing.read({"ordering": column.key}, Seer(costs=False)).ordering == listing.order


MEANINGS = [  # what is typed, and whether it means “Assam tea”, 250 g, TEA-250, barcodes 8901 and 8902
    ("tea", True), ("TEA", True), ("assam 250", True), ("250 assam", True), ("tea-2", True), ("8901", True),
    ("assam 8902", True), ("890", False), ("8901 8902", True), ("tea 500", False), ("assam coffee", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "means"), MEANINGS)
def test_a_search_for_a_product_means_the_same_everywhere(client_for, api_for, owner, outlet, text, means):
    tea = make_product(owner, name="Assam tea", variation_name="250 g", sku="TEA-250", barcodes=("8901", "8902"))
    put_on_shelf(owner, outlet, tea, 5)
    coffee = make_product(owner, name="Coffee", sku="COF-500", barcodes=("8903",))
    put_on_shelf(owner, outlet, coffee, 5)
    browser, caller, asked = client_for(owner), api_for(owner), {"search": text}
    names = {
        "till": [each["sku"] for each in browser.get(f"/till/{outlet.id}/tiles/", {"q": text}).json()["items"]],
        "levels": [row.variation.sku for row in browser.get("/stock/", asked).context["list"].rows],
        "batches": [row.variation.sku for row in browser.get("/stock/batches/", asked).context["list"].rows],
        "form": ["TEA-250"] if b"TEA-250" in browser.get("/stock/opening/find/", {"find": text}).content else [],
        "API's levels": [row["sku"] for row in caller.get("/api/v1/stock-levels/", asked).json()["results"]],
        "API's batches": [row["sku"] for row in caller.get("/api/v1/batches/", asked).json()["results"]],
        "API's movements": [row["sku"] for row in caller.get("/api/v1/stock-movements/", asked).json()["results"]],
        "API's products": [
            row["variations"][0]["sku"] for row in caller.get("/api/v1/products/", asked).json()["results"]
        ],
    }
    page = browser.get("/products/", asked)
    names["products"] = (
        ["TEA-250"] if page.status_code == 302 else [row.variations.all()[0].sku for row in page.context["list"].rows]
    )
    assert names == {place: ["TEA-250"] if means else [] for place in names}
