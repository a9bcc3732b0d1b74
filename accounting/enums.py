"""Words of the books, also enforced by the database."""

from django.db.models import TextChoices


class AccountKind(TextChoices):
    """The five kinds of account; assets and expenses normally stand in debit, the others in credit."""

    ASSET = "asset", "Asset"
    LIABILITY = "liability", "Liability"
    EQUITY = "equity", "Equity"
    INCOME = "income", "Income"
    EXPENSE = "expense", "Expense"
