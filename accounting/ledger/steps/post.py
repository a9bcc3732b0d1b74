from dataclasses import dataclass
from uuid import UUID

from accounting.ledger.document import Document
from accounting.ledger.errors import AccountMissing, UnbalancedDraft
from accounting.ledger.models import JournalEntry, JournalLine
from accounting.ledger.rules.drafts import DraftLine, JournalDraft
from kernel.ids import new_id
from kernel.rows import Row, Rows, insert
from kernel.transactions import require_transaction


@dataclass(frozen=True, slots=True)
class _Line:
    account_id: int
    outlet_id: int
    debit: int
    credit: int


def post(doc: Document, draft: JournalDraft, *, reverses: UUID | None = None) -> None:
    """Post the draft as the numbered document's entry: one statement. A draft without lines posts nothing.

    The entry shares the document's number, so that one counter row is locked, not two. `reverses` is the entry that
    this one mirrors. AccountMissing when the chart has no account for a role; UnbalancedDraft when the rule that made
    the draft is wrong.
    """
    require_transaction()
    if draft.imbalances():
        raise UnbalancedDraft(draft)
    if not draft.lines:
        return
    lines = [_line(doc, line) for line in draft.lines]
    entry = {
        "id": new_id(),
        "date": doc.posts_on,
        "period_id": doc.period_id,
        "outlet_id": doc.outlet.id,
        "series": doc.type.series,
        "fiscal_year": doc.fiscal_year,
        "serial": doc.serial,
        "number": doc.number,
        "source_type": doc.type.kind,
        "source_id": doc.id,
        "memo": draft.memo,
        "actor_id": doc.actor.pk,
        "posted_at": doc.now,
        "reverses_id": reverses,
    }
    insert(Row(JournalEntry, entry), Rows(JournalLine, _Line, lines, {"entry_id": entry["id"], "date": doc.posts_on}))


def _line(doc: Document, line: DraftLine) -> _Line:
    account_id = doc.accounts.get(line.role)
    if account_id is None:
        raise AccountMissing(line.role)
    outlet_id = doc.outlet.id if line.outlet_id is None else line.outlet_id
    return _Line(account_id, outlet_id, max(line.amount, 0), max(-line.amount, 0))
