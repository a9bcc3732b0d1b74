from datetime import datetime
from uuid import UUID

from django.db import connection

from accounting.ledger.errors import UnbalancedDraft
from accounting.ledger.rules.drafts import JournalDraft
from accounting.ledger.steps.posting_context import PostingContext
from kernel.actors import Actor
from kernel.ids import new_id
from kernel.transactions import require_transaction

# Header and lines in one statement: the triggers see both, and check the entry as a whole.
_POST = """
    WITH entry AS (
        INSERT INTO ledger_journalentry (id, date, period_id, outlet_id, series, fiscal_year, serial, number,
                                             source_type, source_id, memo, actor_id, posted_at)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
        RETURNING id
    )
    INSERT INTO ledger_journalline (entry_id, account_id, outlet_id, debit, credit)
    SELECT entry.id, account.id, line.outlet_id, greatest(line.amount, 0), greatest(-line.amount, 0)
      FROM entry, unnest(%s::text[], %s::bigint[], %s::bigint[]) AS line(role, outlet_id, amount)
      JOIN ledger_account AS account ON account.role = line.role
"""


def post_journal(
    draft: JournalDraft,
    *,
    context: PostingContext,
    series: str,
    serial: int,
    number: str,
    actor: Actor,
    now: datetime,
) -> UUID | None:
    """Post the draft under its document's number: one statement. A draft without lines posts nothing.

    The entry shares the number of the document behind it (series, financial year, serial), so that one counter row is
    locked, not two. UnbalancedDraft when the rule that made the draft is wrong; the database would refuse it too.
    """
    require_transaction()
    if draft.imbalances():
        raise UnbalancedDraft(draft)
    if not draft.lines:
        return None
    entry_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            _POST,
            [
                entry_id,
                draft.date,
                context.period_id,
                draft.outlet_id,
                series,
                context.fiscal_year,
                serial,
                number,
                draft.source_type,
                draft.source_id,
                draft.memo,
                actor.pk,
                now,
                [line.role.value for line in draft.lines],
                [line.outlet_id for line in draft.lines],
                [line.amount for line in draft.lines],
            ],
        )
    return entry_id
