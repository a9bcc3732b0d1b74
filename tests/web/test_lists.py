"""Lists: a constant number of statements; search, filters, order and page are in the URL."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.catalogue.operations.create_category import CreateCategory, create_category
from tests.shop import make_product, now, put_on_shelf, sell
from tests.statements import asked_of_the_business

LISTS = [
    "",
    "products/",
    "stock/",
    "stock/batches/",
    "stock/opening/recorded/",
    "sales/",
    "money/trial-balance/",
    "money/months/",
    "people/",
    "outlets/",
    "till/?outlet={outlet}",
]
DETAILS = ["products/{product}/", "products/{product}/edit/", "sales/{sale}/", "sales/{sale}/receipt/"]


def more_of_everything(owner, outlet):
    for _ in range(2):
        variation = make_product(owner)
        create_category(actor=owner, command=CreateCategory(f"Category {variation}"), now=now())
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
        counted.append(len(asked_of_the_business(statements)))
        more_of_everything(owner, outlet)
    assert counted[0] == counted[1] <= 14, asked_of_the_business(statements)


def seen(browse, url):
    return [row.pk for row in browse.get(url).context["list"].rows]


def test_products_are_found_by_words_category_and_archive(browse, owner, shop):
    food = create_category(actor=owner, command=CreateCategory("Food"), now=now())
    make_product(owner, name="Brown bread", sku="BR-1", barcodes=("111",))
    names = lambda query: [row.name for row in browse.get(f"/products/?{query}").context["list"].rows]  # noqa: E731
    assert names("") == ["Brown bread", "Tea"]
    assert names("search=bread brown") == ["Brown bread"]
    assert names("search=br") == ["Brown bread"]
    assert names("search=nothing") == []
    assert names(f"category={food.id}") == []
    assert names("ordering=-name") == ["Tea", "Brown bread"]
    assert names("ordering=-on_hand") == ["Tea", "Brown bread"]
    assert names("archived=true") == []


@pytest.mark.parametrize(
    "query", ["ordering=evil", "category=x", "category=99999999999999999999999", "page=none", "page=-1"]
)
def test_nonsense_in_the_url_is_passed_over(browse, shop, query):
    assert browse.get(f"/products/?{query}").status_code == 200


@pytest.mark.parametrize("code", ["890", "TEA", "tea"])
def test_a_scanned_code_opens_its_product(browse, shop, code):
    answer = browse.get(f"/products/?search={code}")
    assert answer["Location"] == f"/products/{shop.product}/"


def test_pages_follow_each_other(browse, owner, shop, monkeypatch):
    monkeypatch.setattr("django.core.paginator.Paginator.__init__", _two_a_page)
    for name in ("Apple", "Bread", "Cheese", "Dates"):
        make_product(owner, name=name)
    names = lambda page: [row.name for row in browse.get(f"/products/?page={page}&ordering=name").context["list"].rows]  # noqa: E731
    assert [names(1), names(2), names(3)] == [["Apple", "Bread"], ["Cheese", "Dates"], ["Tea"]]
    assert names(99) == ["Tea"]
    second = browse.get("/products/?page=2&ordering=name").content.decode()
    assert "?page=3&amp;ordering=name" in second
    assert "?page=1&amp;ordering=name" in second


def _two_a_page(self, object_list, _per_page):
    self.object_list, self.per_page, self.orphans, self.allow_empty_first_page = object_list, 2, 0, True
    self.error_messages = self.default_error_messages


def test_stock_is_found_by_state(browse, owner, outlet, shop):
    low = make_product(owner, name="Low", reorder_point=Decimal(3))
    put_on_shelf(owner, outlet, low, 3)
    fine = make_product(owner, name="Fine", reorder_point=Decimal(3))
    put_on_shelf(owner, outlet, fine, 4)
    out = make_product(owner, name="Out")
    put_on_shelf(owner, outlet, out, 1)
    sell(owner, outlet, (out, 1))
    names = lambda query: [row.variation.product.name for row in browse.get(f"/stock/?{query}").context["list"].rows]  # noqa: E731
    assert names("state=low") == ["Low"]
    assert names("state=out") == ["Out"]
    assert names("") == ["Fine", "Low", "Out", "Tea"]
    assert names("ordering=-quantity") == ["Tea", "Fine", "Low", "Out"]
    assert names("search=lo") == ["Low"]


def test_batches_are_found_by_expiry(browse, owner, outlet, shop):
    from datetime import timedelta

    today = outlet.day_of(now())
    for days in (-1, 3, 20):
        variation = make_product(owner, name=f"Milk {days}", tracks_expiry=True)
        put_on_shelf(owner, outlet, variation, 1, expires_on=today + timedelta(days=days))

    def names(query):
        rows = browse.get(f"/stock/batches/?{query}").context["list"].rows
        return [row.variation.product.name for row in rows]

    assert names("") == ["Milk -1", "Milk 3", "Milk 20", "Tea"]
    assert names("expiry=expired") == ["Milk -1"]
    assert names("expiry=expiring") == ["Milk 3"]
    assert names("expiry=month") == ["Milk 3", "Milk 20"]
    page = browse.get("/stock/batches/").content.decode()
    assert "Expired" in page
    assert "3 days" in page


def test_sales_are_found_by_number_day_and_payment(browse, shop):
    (row,) = browse.get("/sales/").context["list"].rows
    day = row.business_date
    for query, found in (
        (f"search={row.number}", 1), ("search=nobody", 0), (f"date_from={day}&date_to={day}", 1), ("date_to=2020-01-01", 0), ("date_from=x", 1),
        ("date_from=2020-13-45", 1), ("method=cash", 1), ("method=card", 0), ("method=shells", 1), ("ordering=total", 1),
    ):  # fmt: skip
        assert len(seen(browse, f"/sales/?{query}")) == found, query


def test_empty_lists_say_what_to_do_next(browse):
    assert b"Add the first product" in browse.get("/products/").content
    assert b"Enter opening stock" in browse.get("/stock/").content
    assert b"No batches yet" in browse.get("/stock/batches/").content
    assert b"Open the till" in browse.get("/sales/").content
    assert b"Nothing posted up to this day" in browse.get("/money/trial-balance/").content


@pytest.mark.parametrize("path", ["/products/", "/stock/", "/stock/batches/", "/sales/", "/people/"])
@pytest.mark.parametrize("role", ["owner", "manager", "staff"])
def test_every_row_has_a_cell_for_each_column_that_the_person_sees(request, client_for, shop, path, role):
    person = request.getfixturevalue(role)
    if role == "staff" and path == "/people/":
        return
    page = client_for(person).get(path)
    head, body = page.content.decode().split("<thead>")[1].split("</thead>")
    first = body.split("<tr>")[1].split("</tr>")[0]
    shown = page.context["list"].columns
    assert head.count("<th ") == first.count("<td") == len(shown)
    assert ("Value" in head) == (path.startswith("/stock/") and role != "staff")


def test_nobody_orders_by_what_they_may_not_see(client_for, owner, staff, shop):
    assert client_for(owner).get("/stock/?ordering=-value").context["list"].ordering == "-value"
    assert client_for(staff).get("/stock/?ordering=-value").context["list"].ordering == "product"
