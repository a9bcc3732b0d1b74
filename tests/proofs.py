"""What must hold after everything: asked of the database, not of the code under test."""

from datetime import date

from accounting.ledger.queries import trial_balance
from company.scope import scope_of
from kernel.permissions import Role
from kernel.proofs import findings
from people.models import User
from sales.selling.queries.proof import QUESTIONS


def assert_books_and_stock_are_right() -> None:
    owner = User.objects.filter(role=Role.OWNER).earliest("pk")
    balance = trial_balance(scope_of(owner), as_of=date(2200, 1, 1))
    assert balance.total_debit == balance.total_credit
    assert findings(QUESTIONS) == []
