"""What must hold after everything: asked of the database, not of the code under test."""

from datetime import date

from accounting.queries import trial_balance
from accounting.queries.proof import totals_that_differ
from inventory.queries.proof import batches_off_movements, stock_off_batches, stock_off_ledger
from sales.queries.proof import series_with_gaps


def assert_books_and_stock_are_right() -> None:
    balance = trial_balance(as_of=date(2200, 1, 1))
    assert balance.total_debit == balance.total_credit
    assert totals_that_differ() == []
    assert batches_off_movements() == []
    assert stock_off_batches() == []
    assert stock_off_ledger() == {}
    assert series_with_gaps() == []
