"""Every list can be paged through to its end, whatever it is ordered by."""

import pytest
from rest_framework.pagination import CursorPagination

from api.pagination import Pages
from tests.shop import make_product, put_on_shelf

LISTS = {
    "products/": ["-category", "on_hand", "-created_at"],
    "stock-levels/": ["sku", "-sku", "quantity", "-product", "outlet"],
    "batches/": ["received_at", "quantity", "-expires_on"],
    "stock-movements/": [],
}


@pytest.fixture
def shelf(owner, outlet):
    for number in range(4):
        variation = make_product(owner, price=100_00, tax="GST5", name=f"Tin {number}", sku=f"TIN-{number}")
        put_on_shelf(owner, outlet, variation, 5, unit_cost=70_00, batch=f"B-{number}")


@pytest.mark.parametrize(
    ("path", "ordering"), [(path, order) for path, orders in LISTS.items() for order in ["", *orders]]
)
def test_following_next_shows_every_row_once(api_for, owner, shelf, path, ordering):
    caller = api_for(owner)
    url, seen = f"/api/v1/{path}?page_size=1" + (f"&ordering={ordering}" if ordering else ""), []
    while url:
        page = caller.get(url).json()
        seen += [str(row) for row in page["results"]]
        url = page["next"]
    assert len(seen) == 4
    assert len(set(seen)) == 4


def test_more_rows_than_the_librarys_cut_off_may_share_a_moment():
    assert Pages.offset_cutoff > CursorPagination.offset_cutoff
