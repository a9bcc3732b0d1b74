from accounting.ledger.models import Account
from accounting.ledger.rules.chart import CHART
from kernel.openings import Opening
from kernel.transactions import require_transaction


def open_books(_opening: Opening) -> None:
    """Write the chart of accounts: one statement."""
    require_transaction()
    Account.objects.bulk_create(
        Account(code=line.code, name=line.name, kind=line.kind, role=line.role) for line in CHART
    )
