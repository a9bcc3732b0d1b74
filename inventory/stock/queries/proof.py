"""What a nightly proof asks of the stock: every answer is empty when batches = location stock = movements = ledger."""

from datetime import date
from typing import Any

from accounting.ledger.enums import AccountRole
from accounting.ledger.queries.proof import changes_by_day
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
_DAYS = """
    SELECT outlet_id, date, kind, sum(value)
      FROM (
        SELECT outlet_id, date, kind, value FROM stock_stockday
        UNION ALL
        SELECT outlet_id, date, kind, -value FROM stock_stockmovement
      ) AS part
     GROUP BY outlet_id, date, kind HAVING sum(value) <> 0
"""
_VALUE = "SELECT outlet_id, date, sum(value)::bigint FROM stock_stockmovement GROUP BY outlet_id, date"


def batches_off_movements() -> list[tuple[Any, ...]]:
    """(batch, quantity, value) by which a batch is off its movements."""
    return fetch_all(_BATCHES)


def stock_off_batches() -> list[tuple[Any, ...]]:
    """(variation, outlet, quantity, value) by which location stock is off the batches."""
    return fetch_all(_STOCK)


def days_off_movements() -> list[tuple[Any, ...]]:
    """(outlet, day, kind, value) by which a day's total is off its movements."""
    return fetch_all(_DAYS)


def stock_off_ledger() -> dict[tuple[int, date], int]:
    """By outlet and day, what the movements came to less what the inventory account did, where they differ.

    Every day agrees, so every sum of days does: the account as of any day is what the stock was worth then.
    """
    moved = {(outlet_id, day): value for outlet_id, day, value in fetch_all(_VALUE)}
    booked = changes_by_day(AccountRole.INVENTORY)
    return {
        key: moved.get(key, 0) - booked.get(key, 0)
        for key in moved.keys() | booked.keys()
        if moved.get(key, 0) != booked.get(key, 0)
    }
