"""What must hold after everything: asked of the database, not of the code under test."""

from datetime import date

from accounting.ledger.queries import trial_balance
from sales.selling.queries.proof import findings


def assert_books_and_stock_are_right() -> None:
    balance = trial_balance(as_of=date(2200, 1, 1))
    assert balance.total_debit == balance.total_credit
    assert findings() == {}
