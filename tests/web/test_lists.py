"""Lists: a constant number of statements; search, filters, order and page are in the URL."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.catalogue.operations.create_category import NewCategory, create_category
from tests.shop import make_product, now, put_on_shelf, sell

LISTS = [
    "",
    "products/",
    "stock/",
    "stock/batches/",
    "sales/",
    "money/trial-balance/",
    "people/",
    "outlets/",
    "till/?outlet={outlet}",
]
DETAILS = ["products/{product}/", "products/{product}/edit/", "sales/{sale}/", "sales/{sale}/receipt/"]


def more_of_everything(owner, outlet):
    for _ in range(2):
        variation = make_product(owner)
        create_category(actor=owner, command=NewCategory(f"Category {variation}"), now=now())
        put_on_shelf(owner, outlet, variation, 5)
        sell(owner, outlet, (variation, 1))


@pytest.mark.parametrize("path", LISTS + DETAILS)
def test_a_page_takes_as_many_statements_for_three_rows_as_for_one(browse, owner, outlet, shop, path):
    url = "/" + path.format(**vars(shop))
    browse.get(url)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            assert browse.get(url, follow=True).status_code == 200
        counted.append(len(statements))
        more_of_everything(owner, outlet)
    assert counted[0] == counted[1] <= 16, [query["sql"] for query in statements.captured_queries]


def seen(browse, url):
    return [row.pk for row in browse.get(url).context["rows"]]


def test_products_are_found_by_words_category_and_archive(browse, owner, shop):
    food = create_category(actor=owner, command=NewCategory("Food"), now=now())
    make_product(owner, name="Brown bread", sku="BR-1", barcodes=("111",))
    names = lambda query: [row.name for row in browse.get(f"/products/?{query}").context["rows"]]  # noqa: E731
    assert names("") == ["Brown bread", "Tea"]
    assert names("q=bread brown") == ["Brown bread"]
    assert names("q=br") == ["Brown bread"]
    assert names("q=nothing") == []
    assert names(f"category={food.id}") == []
    assert names("order=-name") == ["Tea", "Brown bread"]
    assert names("order=-on_hand") == ["Tea", "Brown bread"]
    assert names("show=archived") == []


@pytest.mark.parametrize(
    "query", ["order=evil", "category=x", "category=99999999999999999999999", "page=none", "page=-1"]
)
def test_nonsense_in_the_url_is_passed_over(browse, shop, query):
    assert browse.get(f"/products/?{query}").status_code == 200


@pytest.mark.parametrize("code", ["890", "TEA", "tea"])
def test_a_scanned_code_opens_its_product(browse, shop, code):
    answer = browse.get(f"/products/?q={code}")
    assert answer["Location"] == f"/products/{shop.product}/"


def test_pages_follow_each_other(browse, owner, shop, monkeypatch):
    monkeypatch.setattr("django.core.paginator.Paginator.__init__", _two_a_page)
    for name in ("Apple", "Bread", "Cheese", "Dates"):
        make_product(owner, name=name)
    names = lambda page: [row.name for row in browse.get(f"/products/?page={page}&order=name").context["rows"]]  # noqa: E731
    assert [names(1), names(2), names(3)] == [["Apple", "Bread"], ["Cheese", "Dates"], ["Tea"]]
    assert names(99) == ["Tea"]
    second = browse.get("/products/?page=2&order=name").content.decode()
    assert "?page=3&amp;order=name" in second
    assert "?page=1&amp;order=name" in second


def _two_a_page(self, object_list, _per_page):
    self.object_list, self.per_page, self.orphans, self.allow_empty_first_page = object_list, 2, 0, True
    self.error_messages = self.default_error_messages


def test_stock_is_found_by_state(browse, owner, outlet, shop):
    low = make_product(owner, name="Low", reorder_point=Decimal(10))
    put_on_shelf(owner, outlet, low, 3)
    out = make_product(owner, name="Out")
    put_on_shelf(owner, outlet, out, 1)
    sell(owner, outlet, (out, 1))
    names = lambda query: [row.variation.product.name for row in browse.get(f"/stock/?{query}").context["rows"]]  # noqa: E731
    assert names("show=low") == ["Low"]
    assert names("show=out") == ["Out"]
    assert names("") == ["Low", "Out", "Tea"]
    assert names("order=-on_hand") == ["Tea", "Low", "Out"]
    assert names("q=lo") == ["Low"]


def test_batches_are_found_by_expiry(browse, owner, outlet, shop):
    from datetime import timedelta

    today = outlet.day_of(now())
    for days in (-1, 3, 20):
        variation = make_product(owner, name=f"Milk {days}", tracks_expiry=True)
        put_on_shelf(owner, outlet, variation, 1, expires_on=today + timedelta(days=days))
    names = lambda query: [row.variation.product.name for row in browse.get(f"/stock/batches/?{query}").context["rows"]]  # noqa: E731
    assert names("") == ["Milk -1", "Milk 3", "Milk 20", "Tea"]
    assert names("show=expired") == ["Milk -1"]
    assert names("show=expiring") == ["Milk 3"]
    assert names("show=month") == ["Milk 3", "Milk 20"]
    page = browse.get("/stock/batches/").content.decode()
    assert "Expired" in page
    assert "3 days" in page


def test_sales_are_found_by_number_day_and_payment(browse, shop):
    (row,) = browse.get("/sales/").context["rows"]
    day = row.business_date
    for query, found in (
        (f"q={row.number}", 1), ("q=nobody", 0), (f"from={day}&to={day}", 1), ("to=2020-01-01", 0), ("from=x", 1),
        ("from=2020-13-45", 1), ("method=cash", 1), ("method=card", 0), ("method=shells", 1), ("order=total", 1),
    ):  # fmt: skip
        assert len(seen(browse, f"/sales/?{query}")) == found, query


def test_empty_lists_say_what_to_do_next(browse):
    assert b"Add the first product" in browse.get("/products/").content
    assert b"Enter opening stock" in browse.get("/stock/").content
    assert b"No batches yet" in browse.get("/stock/batches/").content
    assert b"Open the till" in browse.get("/sales/").content
    assert b"Nothing posted up to this day" in browse.get("/money/trial-balance/").content
