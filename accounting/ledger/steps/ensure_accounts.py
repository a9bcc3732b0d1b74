from collections.abc import Sequence

from accounting.ledger.models import Account
from accounting.ledger.rules.chart import CHART, ChartLine
from kernel.transactions import require_transaction


def ensure_accounts(lines: Sequence[ChartLine] = CHART) -> int:
    """Add the accounts whose roles nobody plays yet; returns how many. Three statements, one when all are there.

    A code that the business uses for something else is passed over for the next free number.
    """
    require_transaction()
    known = set(Account.objects.values_list("role", flat=True))
    wanted = [line for line in lines if line.role not in known]
    if not wanted:
        return 0
    taken = set(Account.objects.values_list("code", flat=True))
    accounts = []
    for line in wanted:
        code = _free(line.code, taken)
        taken.add(code)
        accounts.append(Account(code=code, name=line.name, kind=line.kind, role=line.role))
    return len(Account.objects.bulk_create(accounts))


def _free(code: str, taken: set[str]) -> str:
    number = int(code)
    while str(number) in taken:
        number += 1
    return str(number)
