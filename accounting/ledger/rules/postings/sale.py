from collections.abc import Iterable

from accounting.ledger.enums import AccountRole, TenderMethod
from accounting.ledger.rules.chart import ACCOUNT_OF_TENDER
from accounting.ledger.rules.drafts import DraftLine, JournalDraft, draft


def sale(
    number: str,
    *,
    payments: Iterable[tuple[TenderMethod, int]],
    taxable: int,
    taxes: Iterable[tuple[str, int]],
    cost: int,
) -> JournalDraft:
    """Dr what was paid with, Cr Sales and each tax; and its cost: Dr Cost of goods sold, Cr Inventory.

    `taxes` are (account role, amount) of each component. Which accounts these are is decided here alone: `post` finds
    them by role. An entry that doesn't balance is refused by `post` and by the database, which also compares it with
    the receipt, account by account (trigger selling_sale_whole).
    """
    return draft(
        f"Sale {number}",
        [
            *(DraftLine(ACCOUNT_OF_TENDER[method], amount) for method, amount in payments),
            DraftLine(AccountRole.SALES, -taxable),
            *(DraftLine(role, -amount) for role, amount in taxes),
            DraftLine(AccountRole.COGS, cost),
            DraftLine(AccountRole.INVENTORY, -cost),
        ],
    )
