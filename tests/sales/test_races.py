"""Real threads on real connections: nothing is oversold, nobody sees a deadlock."""

import threading
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection

from inventory.stock.errors import InsufficientStock
from inventory.stock.models import Batch
from sales.selling.models import Sale
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import make_product, put_on_shelf, sell
from tests.waiting import TIMEOUT

pytestmark = pytest.mark.committed


def at_once(tenant, *works):
    """Run all works at the same moment, each on a connection of its own; returns what each gave or raised."""
    barrier = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(index, work):
        connection.set_tenant(tenant)
        try:
            barrier.wait(TIMEOUT)
            results[index] = work()
        except Exception as error:  # noqa: BLE001 (handed to the test)
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    return results


def test_two_carts_in_opposite_order_both_go_through(tenant, owner, outlet):
    one, two = make_product(owner), make_product(owner)
    for thing in (one, two):
        put_on_shelf(owner, outlet, thing, 100)

    def cart(*order):
        return lambda: [sell(owner, outlet, *((thing, 1) for thing in order)).total for _ in range(15)]

    results = at_once(tenant, cart(one, two), cart(two, one))
    assert results == [[200_00] * 15] * 2
    assert sorted(Batch.objects.values_list("quantity", flat=True)) == [70, 70]
    assert_books_and_stock_are_right()


def test_many_tills_and_one_scarce_thing(tenant, owner, outlet):
    scarce = make_product(owner)
    put_on_shelf(owner, outlet, scarce, 7)
    results = at_once(tenant, *[lambda: sell(owner, outlet, (scarce, 1)).number for _ in range(20)])
    kinds = Counter(type(result) for result in results)
    assert kinds == {str: 7, InsufficientStock: 13}
    assert Batch.objects.get().quantity == Decimal(0)
    assert sorted(Sale.objects.values_list("serial", flat=True)) == list(range(1, 8))
    assert_books_and_stock_are_right()
