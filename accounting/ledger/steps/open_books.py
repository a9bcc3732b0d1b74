from accounting.ledger.steps.ensure_accounts import ensure_accounts
from kernel.openings import Opening


def open_books(_opening: Opening) -> None:
    """Write the chart of accounts: three statements."""
    ensure_accounts()
