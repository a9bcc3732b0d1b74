"""The demo business: believable, the same again, and never short of what it sells."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from localdev.demo.catalogue import items, products
from localdev.demo.people import PEOPLE
from localdev.demo.trading import Cart, Delivery, Trade

UNTIL = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


def trade(outlet="MN", until=UNTIL):
    return Trade(items(), outlet, "Asia/Kolkata", 20, date(2026, 9, 22), until)


def test_about_two_hundred_things_with_codes_that_scan():
    catalogue = items()
    assert 180 <= len(catalogue) <= 220
    assert len({item.sku for item in catalogue}) == len({item.barcode for item in catalogue}) == len(catalogue)
    assert sum(len(group) for group in products(catalogue)) == len(catalogue)
    for item in catalogue:
        assert sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(item.barcode)) % 10 == 0
        assert 0 < item.cost < item.price


def test_every_role_has_somebody():
    assert {person.role for person in PEOPLE} == {"owner", "manager", "accountant", "staff", "auditor"}


def test_the_same_seed_lives_the_same_days():
    assert list(trade().events()) == list(trade().events())
    assert list(trade("MN").events()) != list(trade("WF").events())


def test_nothing_happens_after_now():
    assert max(event.at for event in trade().events()) <= UNTIL


def test_what_is_sold_is_there_and_has_not_expired():
    shelf: dict[str, list[list[Any]]] = defaultdict(list)
    sold = 0
    for event in trade().events():
        if isinstance(event, Delivery):
            for line in event.lines:
                shelf[line.item.sku].append([line.expires_on or date.max, line.quantity])
            continue
        assert isinstance(event, Cart)
        for item, quantity in event.lines:
            left = quantity
            for layer in sorted(shelf[item.sku]):
                if layer[0] >= event.at.date():
                    taken = min(layer[1], left)
                    shelf[item.sku][shelf[item.sku].index(layer)][1] -= taken
                    left -= taken
            assert left == Decimal(0), (item.sku, event.at)
            sold += 1
    assert sold > 2000


@pytest.mark.parametrize("days", [0, 1])
def test_a_first_day_is_enough(days):
    short = Trade(items(), "MN", "Asia/Kolkata", 20, (UNTIL - timedelta(days=days)).date(), UNTIL)
    assert any(isinstance(event, Delivery) for event in short.events())
