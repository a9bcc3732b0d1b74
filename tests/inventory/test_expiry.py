"""Bands of expiry and states of stock: one table each, the same for a badge, a count and a filter."""

from datetime import date, timedelta

import pytest

from company.scope import scope_of
from inventory.stock.models import Batch
from inventory.stock.queries.listings import BATCHES
from inventory.stock.queries.watch import in_band, stock_watch
from inventory.stock.rules.expiry import BANDS, EXPIRED, SOON, band_of
from tests.shop import make_product, put_on_shelf

TODAY = date(2026, 11, 25)
CASES = [(-30, "expired"), (-1, "expired"), (0, "expiring"), (7, "expiring"), (8, "fortnight"), (14, "fortnight"),
         (15, "month"), (30, "month"), (31, None)]  # fmt: skip


@pytest.mark.parametrize(("days", "key"), CASES)
def test_the_nearest_band(days, key):
    band = band_of(TODAY + timedelta(days=days), TODAY)
    assert (band.key if band else None) == key


def test_what_never_expires_is_in_no_band():
    assert band_of(None, TODAY) is None


def test_the_database_draws_the_same_lines(owner, outlet):
    for days, _ in CASES:
        thing = make_product(owner, tracks_expiry=True)
        put_on_shelf(owner, outlet, thing, 1, expires_on=TODAY + timedelta(days=days))
    put_on_shelf(owner, outlet, make_product(owner), 1)
    for band in BANDS:
        found = set(Batch.objects.filter(in_band(band, TODAY)).values_list("expires_on", flat=True))
        keys = {"expired"} if band is EXPIRED else {each.key for each in BANDS[1 : BANDS.index(band) + 1]}
        assert found == {TODAY + timedelta(days=days) for days, key in CASES if key in keys}, band.key
    watch = stock_watch(scope_of(owner), today=TODAY)
    assert (watch.expired, watch.expiring) == (2, 2)
    (offered,) = [each for each in BATCHES.filters if each.name == "expiry"]
    assert [value for value, _ in offered.choices] == [band.key for band in BANDS]
    assert SOON.key == "expiring"
