from datetime import date
from uuid import UUID

from accounting.ledger.enums import AccountRole
from accounting.ledger.rules.drafts import DraftLine, JournalDraft, combined


def opening_stock(*, day: date, outlet_id: int, source_id: UUID, value: int) -> JournalDraft:
    """Goods that were there before the books began: Dr Inventory, Cr Opening balance equity."""
    return JournalDraft(
        date=day,
        outlet_id=outlet_id,
        source_type="opening_stock",
        source_id=source_id,
        memo="Opening stock",
        lines=combined(
            [
                DraftLine(AccountRole.INVENTORY, outlet_id, value),
                DraftLine(AccountRole.OPENING_EQUITY, outlet_id, -value),
            ]
        ),
    )
