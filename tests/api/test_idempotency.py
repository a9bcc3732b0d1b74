"""Same key and same request: the same answer. Same key and another request: 422. However they race."""

import threading
from uuid import UUID

import pytest
from django.db import connection

from audit.models import IdempotencyKey
from inventory.catalogue.models import Product
from sales.selling.models import Sale
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import make_product, put_on_shelf
from tests.waiting import TIMEOUT


def test_a_repeated_sale_is_sold_once(post, owner, shop):
    first = post(owner, "sales/", shop.cart(), key="till-7-0001")
    again = post(owner, "sales/", shop.cart(), key="till-7-0001")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotent-Replay" not in first
    assert again["Idempotent-Replay"] == "true"
    assert Sale.objects.filter(pk=UUID(first.json()["id"])).count() == 1
    assert Sale.objects.count() == 2  # the shop's own, and this one


def test_the_same_key_with_another_body_is_refused(post, owner, shop):
    post(owner, "sales/", shop.cart("1"), key="k")
    other = post(owner, "sales/", shop.cart("2"), key="k")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    elsewhere = post(owner, "sales/quote/", shop.cart("1"), key="k")
    assert elsewhere.status_code == 200  # a quote writes nothing and claims nothing


def test_a_refused_request_may_be_sent_again_under_its_key(post, owner, outlet, shop):
    refused = post(owner, "sales/", shop.cart("25"), key="k")
    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
    assert IdempotencyKey.objects.count() == 0
    put_on_shelf(owner, outlet, shop.variation, 10)
    assert post(owner, "sales/", shop.cart("25"), key="k").status_code == 201


def test_a_key_is_one_persons(post, owner, manager, shop):
    mine = post(owner, "sales/", shop.cart(), key="k")
    yours = post(manager, "sales/", shop.cart(), key="k")
    assert mine.json()["number"] != yours.json()["number"]


@pytest.mark.parametrize("key", ["", "ä", "a\tb", "k" * 101])
def test_a_key_is_visible_ascii(post, owner, shop, key):
    answer = post(owner, "sales/", shop.cart(), key=key)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"Idempotency-Key"}


def test_every_post_that_writes_takes_a_key(post, owner, shop):
    body = {"name": "Tea", "variations": [{"sku": "X", "price": "1.00", "tax_code_id": shop.tax_code}]}
    first, again = (post(owner, "products/", body, key="p") for _ in range(2))
    assert first.json() == again.json()
    assert Product.objects.filter(variations__sku="X").count() == 1
    for path, sent in (
        ("categories/", {"name": "Food"}), ("outlets/", {"name": "Third", "code": "TH"}),
        (f"products/{shop.product}/archive/", None),
        ("people/", {"name": "N", "email": "n@example.com", "role": "staff", "password": "correct horse battery"}),
        ("opening-stock/", {"outlet_id": shop.outlet, "lines": [
            {"variation_id": shop.variation, "quantity": "1", "unit_cost": "1.00"}]}),
    ):  # fmt: skip
        one, two = (post(owner, path, sent, key=path) for _ in range(2))
        assert one.status_code < 300, one.content
        assert (one.status_code, one.json(), two["Idempotent-Replay"]) == (two.status_code, two.json(), "true")


@pytest.mark.committed
def test_two_at_once_under_one_key_are_one_sale(tenant, post, owner, outlet):
    thing = make_product(owner, price=1_00)
    put_on_shelf(owner, outlet, thing, 1)
    body = {
        "outlet_id": outlet.id, "lines": [{"variation_id": thing, "quantity": "1"}],
        "payments": [{"method": "cash", "amount": "1.00"}],
    }  # fmt: skip
    barrier, answers = threading.Barrier(6), []

    def send():
        connection.set_tenant(tenant)
        try:
            barrier.wait(TIMEOUT)
            answers.append(post(owner, "sales/", body, key="same"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert sum("Idempotent-Replay" in answer for answer in answers) == 5
    assert Sale.objects.count() == 1
    assert_books_and_stock_are_right()
