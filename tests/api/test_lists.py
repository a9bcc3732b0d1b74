"""Lists: a constant number of statements, filters, search, ordering, cursors."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.catalogue.operations.create_category import CreateCategory, create_category
from tenants.domains.operations.own_domains import add_own_domain
from tests.installation import ready_export
from tests.shop import make_delivery, make_key, make_product, now, put_on_shelf, sell
from tests.statements import asked_of_the_business

LISTS = [
    "outlets/", "people/", "audit-entries/", "categories/", "products/", "stock-levels/", "batches/", "stock-movements/", "opening-stock/",
    "api-keys/", "domains/", "webhook-endpoints/", "webhook-deliveries/", "data-exports/", "sales/", "accounts/", "tax-codes/", "journal-entries/", "periods/", "reports/trial-balance/",
]  # fmt: skip


def more_of_everything(tenant, owner, outlet):
    for _ in range(2):
        variation = make_product(owner, barcodes=(str(uuid4()),))
        create_category(actor=owner, command=CreateCategory(f"Category {variation}"), now=now())
        put_on_shelf(owner, outlet, variation, 5)
        sell(owner, outlet, (variation, 1))
        make_key(owner)
        make_delivery(owner)
        add_own_domain(actor=owner, tenant_id=tenant.pk, host=f"own-{variation}.example.com", now=now())
        ready_export(connection.schema_name)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_as_many_statements_for_three_rows_as_for_one(api_for, tenant, owner, outlet, shop, path):
    client = api_for(owner)
    client.get(f"/api/v1/{path}")
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"/api/v1/{path}").status_code == 200
        counted.append(len(asked_of_the_business(statements)))
        more_of_everything(tenant, owner, outlet)
    assert counted[0] == counted[1] <= 10


def names(answer, field="name"):
    return [row[field] for row in answer.json()["results"]]


def test_pages_follow_each_other(api_for, owner, shop):
    for name in ("Apple", "Bread", "Cheese", "Dates"):
        make_product(owner, name=name)
    client = api_for(owner)
    first = client.get("/api/v1/products/?page_size=2")
    second = client.get(first.json()["next"])
    third = client.get(second.json()["next"])
    assert [names(page) for page in (first, second, third)] == [["Apple", "Bread"], ["Cheese", "Dates"], ["Tea"]]
    assert third.json()["next"] is None
    assert client.get(second.json()["previous"]).json()["results"] == first.json()["results"]
    assert names(client.get("/api/v1/products/?ordering=-name&page_size=1")) == ["Tea"]


def test_products_are_found_by_words_sku_barcode_and_category(api_for, owner, shop):
    food = create_category(actor=owner, command=CreateCategory("Food"), now=now())
    make_product(owner, name="Bread", sku="BR-1", barcodes=("111",))
    client = api_for(owner)
    for query, found in (
        ("search=bre", ["Bread"]), ("search=BR-1", ["Bread"]), ("sku=br-1", ["Bread"]), ("barcode=111", ["Bread"]),
        (f"category={food.id}", []), ("archived=true", []), ("archived=false", ["Bread", "Tea"]),
    ):  # fmt: skip
        assert names(client.get(f"/api/v1/products/?{query}")) == found, query


def test_sales_are_found_by_number_day_and_thing(api_for, owner, outlet, shop):
    client = api_for(owner)
    (row,) = client.get("/api/v1/sales/").json()["results"]
    day = row["business_date"]
    for query, found in (
        (f"number={row['number']}", 1), ("number=X", 0), (f"date_from={day}&date_to={day}", 1), ("date_to=2020-01-01", 0),
        ("search=tea", 1), ("search=soap", 0), (f"outlet={outlet.id}", 1), ("outlet=999999", 0),
    ):  # fmt: skip
        assert len(client.get(f"/api/v1/sales/?{query}").json()["results"]) == found, query


@pytest.mark.parametrize(
    "query",
    ["sales/?date_from=never", "sales/?outlet=x", "sales/?outlet=99999999999999999999", "products/?category=-1",
     "stock-movements/?source_id=1", "reports/trial-balance/?as_of=x", "tax-codes/?on=32"],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_a_problem(api_for, owner, query):
    answer = api_for(owner).get(f"/api/v1/{query}")
    assert answer.status_code in {400, 404}
    assert answer["Content-Type"] == "application/problem+json"


def test_a_cursor_that_fits_no_column_is_a_problem(api_for, owner, shop):
    import base64

    cursor = base64.b64encode(b"p=not+a+date").decode()
    assert api_for(owner).get(f"/api/v1/sales/?cursor={cursor}").status_code in {400, 404}
