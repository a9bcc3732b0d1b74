"""Real threads on real connections: nothing is oversold, nobody sees a deadlock."""

from collections import Counter
from decimal import Decimal
from functools import partial

import pytest

from inventory.stock.errors import InsufficientStock
from inventory.stock.models import Batch
from kernel.schemas import in_schema
from sales.selling.models import Sale
from tests.installation import together
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import make_product, put_on_shelf, sell

pytestmark = pytest.mark.committed


def selling(tenant, *works):
    """Do the works at once, in the business's schema."""

    def there(work):
        with in_schema(tenant.schema_name):
            return work()

    return together(*[partial(there, work) for work in works])


def test_two_carts_in_opposite_order_both_go_through(tenant, owner, outlet):
    one, two = make_product(owner), make_product(owner)
    for thing in (one, two):
        put_on_shelf(owner, outlet, thing, 100)

    def cart(*order):
        return lambda: [sell(owner, outlet, *((thing, 1) for thing in order)).total for _ in range(15)]

    results = selling(tenant, cart(one, two), cart(two, one))
    assert results == [[200_00] * 15] * 2
    assert sorted(Batch.objects.values_list("quantity", flat=True)) == [70, 70]
    assert_books_and_stock_are_right()


def test_many_tills_and_one_scarce_thing(tenant, owner, outlet):
    scarce = make_product(owner)
    put_on_shelf(owner, outlet, scarce, 7)
    results = selling(tenant, *[lambda: sell(owner, outlet, (scarce, 1)).number for _ in range(20)])
    kinds = Counter(type(result) for result in results)
    assert kinds == {str: 7, InsufficientStock: 13}
    assert Batch.objects.get().quantity == Decimal(0)
    assert sorted(Sale.objects.values_list("serial", flat=True)) == list(range(1, 8))
    assert_books_and_stock_are_right()
