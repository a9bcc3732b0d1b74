"""Somebody with a database console tries to make the stock lie."""

import pytest
from django.db import IntegrityError, connection

from tests.attacks.kinds import FREE_KINDS
from tests.shop import make_product, put_on_shelf

pytestmark = pytest.mark.owner


@pytest.fixture
def shelf(owner, outlet):
    variation = make_product(owner)
    put_on_shelf(owner, outlet, variation, 10)
    with connection.cursor() as cursor:
        cursor.execute(FREE_KINDS)
    return variation


@pytest.mark.parametrize(
    ("attack", "match"),
    [
        ("UPDATE stock_batch SET outlet_id = outlet_id + 1", "what a batch is stays"),
        ("UPDATE stock_batch SET unit_cost = 1", "what a batch is stays"),
        ("UPDATE stock_batch SET expires_on = '2030-01-01'", "what a batch is stays"),
        ("DELETE FROM stock_batch", "append-only"),
        ("TRUNCATE stock_batch CASCADE", "append-only"),
        ("INSERT INTO stock_batch (variation_id, outlet_id, number, received_at, unit_cost, quantity, value) "
         "SELECT variation_id, outlet_id, 'x', now(), 1, 5, 5 FROM stock_batch", "filled only by stock movements"),
        ("UPDATE stock_stockmovement SET quantity = quantity + 1", "append-only"),
        ("DELETE FROM stock_stockmovement", "append-only"),
        ("TRUNCATE stock_stockmovement", "append-only"),
    ],
)  # fmt: skip
def test_stock_changes_only_by_movements(shelf, attack, match):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match=match):
            cursor.execute(attack)


MOVE = """
    INSERT INTO stock_stockmovement (kind, batch_id, variation_id, outlet_id, quantity, value, source_type, source_id, reason, actor_id, date, at)
    SELECT '{kind}', batch.id, {variation}, {outlet}, {quantity}, {value}, 'journal', gen_random_uuid(), '', {actor}, batch.last_moved_on, now() FROM stock_batch AS batch
"""


def move(actor, *, quantity, value, variation="batch.variation_id", outlet="batch.outlet_id", kind="adjust"):
    given = {"variation": variation, "outlet": outlet, "quantity": quantity, "value": value, "kind": kind}
    with connection.cursor() as cursor:
        cursor.execute(MOVE.format(**given, actor=actor.pk))


@pytest.mark.parametrize(
    ("quantity", "value", "match"),
    [
        (-11, -600_00, "stock_batch_quantity"),
        (-1, -(10**9), "stock_batch_value"),
        (-10, -1, "stock_batch_empty_is_worthless"),
        (-1, 5, "stock_movement_one_direction"),
        (0, 0, "stock_movement_one_direction"),
    ],
)
def test_a_movement_can_take_no_more_than_there_is(shelf, owner, quantity, value, match):
    with pytest.raises(IntegrityError, match=match):
        move(owner, quantity=quantity, value=value)


@pytest.mark.parametrize("wrong", [{"variation": "batch.variation_id + 1"}, {"outlet": "batch.outlet_id + 1"}])
def test_a_movement_names_the_batchs_own_variation_and_outlet(shelf, owner, wrong):
    with pytest.raises(IntegrityError, match="another variation or outlet"):
        move(owner, quantity=-1, value=-1, **wrong)


def test_a_movement_is_of_a_known_kind(shelf, owner):
    with pytest.raises(IntegrityError, match="no such document moves goods so"):
        move(owner, quantity=-1, value=-60_00, kind="theft")


def test_a_movement_without_its_posting_is_refused_at_commit(shelf, owner):
    move(owner, quantity=-1, value=-60_00)
    with connection.cursor() as cursor:
        cursor.execute("SELECT b.quantity, b.value, s.quantity, s.value FROM stock_batch b, stock_locationstock s")
        assert cursor.fetchall() == [(9, 540_00, 9, 540_00)]
        with pytest.raises(IntegrityError, match="moves -6000 and posts 0"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
