"""What a nightly proof asks of the stock: every answer is empty when batches = location stock = movements = ledger."""

from django.db import connection

from accounting.enums import AccountRole
from accounting.queries.proof import balance_by_outlet

_BATCHES = """
    SELECT batch.id, batch.quantity - coalesce(moved.quantity, 0), batch.value - coalesce(moved.value, 0)
      FROM inventory_batch AS batch
      LEFT JOIN (SELECT batch_id, sum(quantity) AS quantity, sum(value) AS value
                   FROM inventory_stockmovement GROUP BY batch_id) AS moved ON moved.batch_id = batch.id
     WHERE batch.quantity <> coalesce(moved.quantity, 0) OR batch.value <> coalesce(moved.value, 0)
"""
_STOCK = """
    SELECT coalesce(stock.variation_id, batch.variation_id), coalesce(stock.outlet_id, batch.outlet_id),
           coalesce(stock.quantity, 0) - coalesce(batch.quantity, 0),
           coalesce(stock.value, 0) - coalesce(batch.value, 0)
      FROM inventory_locationstock AS stock
      FULL JOIN (SELECT variation_id, outlet_id, sum(quantity) AS quantity, sum(value) AS value
                   FROM inventory_batch GROUP BY variation_id, outlet_id) AS batch
        ON batch.variation_id = stock.variation_id AND batch.outlet_id = stock.outlet_id
     WHERE coalesce(stock.quantity, 0) <> coalesce(batch.quantity, 0)
        OR coalesce(stock.value, 0) <> coalesce(batch.value, 0)
"""
_VALUE = "SELECT outlet_id, sum(value)::bigint FROM inventory_batch GROUP BY outlet_id"


def batches_off_movements() -> list[tuple[int, object, object]]:
    """(batch, quantity, value) by which a batch is off its movements."""
    with connection.cursor() as cursor:
        cursor.execute(_BATCHES)
        return cursor.fetchall()


def stock_off_batches() -> list[tuple[int, int, object, object]]:
    """(variation, outlet, quantity, value) by which location stock is off the batches."""
    with connection.cursor() as cursor:
        cursor.execute(_STOCK)
        return cursor.fetchall()


def stock_off_ledger() -> dict[int, int]:
    """By outlet, the value of the batches less the inventory account, where they differ."""
    with connection.cursor() as cursor:
        cursor.execute(_VALUE)
        values = dict(cursor.fetchall())
    books = balance_by_outlet(AccountRole.INVENTORY)
    return {
        outlet: values.get(outlet, 0) - books.get(outlet, 0)
        for outlet in values.keys() | books.keys()
        if values.get(outlet, 0) != books.get(outlet, 0)
    }
