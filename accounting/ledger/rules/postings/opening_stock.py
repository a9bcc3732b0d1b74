from accounting.ledger.enums import AccountRole
from accounting.ledger.rules.drafts import DraftLine, JournalDraft, draft


def opening_stock(*, value: int) -> JournalDraft:
    """Goods that were there before the books began: Dr Inventory, Cr Opening balance equity."""
    return draft(
        "Opening stock",
        [DraftLine(AccountRole.INVENTORY, value), DraftLine(AccountRole.OPENING_EQUITY, -value)],
    )
