"""What a nightly proof asks of the stock: every answer is empty when batches = location stock = movements = ledger."""

from typing import Any

from accounting.ledger.enums import AccountRole
from accounting.ledger.queries.proof import balance_by_outlet
from kernel.rows import fetch_all

_BATCHES = """
    SELECT batch.id, batch.quantity - coalesce(moved.quantity, 0), batch.value - coalesce(moved.value, 0)
      FROM stock_batch AS batch
      LEFT JOIN (SELECT batch_id, sum(quantity) AS quantity, sum(value) AS value
                   FROM stock_stockmovement GROUP BY batch_id) AS moved ON moved.batch_id = batch.id
     WHERE batch.quantity <> coalesce(moved.quantity, 0) OR batch.value <> coalesce(moved.value, 0)
"""
_STOCK = """
    SELECT coalesce(stock.variation_id, batch.variation_id), coalesce(stock.outlet_id, batch.outlet_id),
           coalesce(stock.quantity, 0) - coalesce(batch.quantity, 0),
           coalesce(stock.value, 0) - coalesce(batch.value, 0)
      FROM stock_locationstock AS stock
      FULL JOIN (SELECT variation_id, outlet_id, sum(quantity) AS quantity, sum(value) AS value
                   FROM stock_batch GROUP BY variation_id, outlet_id) AS batch
        ON batch.variation_id = stock.variation_id AND batch.outlet_id = stock.outlet_id
     WHERE coalesce(stock.quantity, 0) <> coalesce(batch.quantity, 0)
        OR coalesce(stock.value, 0) <> coalesce(batch.value, 0)
"""
_VALUE = "SELECT outlet_id, sum(value)::bigint FROM stock_batch GROUP BY outlet_id"


def batches_off_movements() -> list[tuple[Any, ...]]:
    """(batch, quantity, value) by which a batch is off its movements."""
    return fetch_all(_BATCHES)


def stock_off_batches() -> list[tuple[Any, ...]]:
    """(variation, outlet, quantity, value) by which location stock is off the batches."""
    return fetch_all(_STOCK)


def stock_off_ledger() -> dict[int, int]:
    """By outlet, the value of the batches less the inventory account, where they differ."""
    values = dict(fetch_all(_VALUE))
    books = balance_by_outlet(AccountRole.INVENTORY)
    return {
        outlet: values.get(outlet, 0) - books.get(outlet, 0)
        for outlet in values.keys() | books.keys()
        if values.get(outlet, 0) != books.get(outlet, 0)
    }
