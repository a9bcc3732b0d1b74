from collections.abc import Iterable
from datetime import date
from uuid import UUID

from accounting.ledger.enums import AccountRole
from accounting.ledger.rules.drafts import DraftLine, JournalDraft, combined


def sale(
    *,
    day: date,
    outlet_id: int,
    source_id: UUID,
    memo: str,
    payments: Iterable[tuple[AccountRole, int]],
    taxable: int,
    tax: int,
    cost: int,
) -> JournalDraft:
    """Dr what was paid with, Cr Sales and Output tax; and its cost: Dr Cost of goods sold, Cr Inventory."""
    lines = [DraftLine(role, outlet_id, amount) for role, amount in payments]
    lines += [
        DraftLine(AccountRole.SALES, outlet_id, -taxable),
        DraftLine(AccountRole.OUTPUT_TAX, outlet_id, -tax),
        DraftLine(AccountRole.COGS, outlet_id, cost),
        DraftLine(AccountRole.INVENTORY, outlet_id, -cost),
    ]
    return JournalDraft(day, outlet_id, "sale", source_id, memo, combined(lines))
