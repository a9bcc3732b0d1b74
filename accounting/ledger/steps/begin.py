from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from accounting.ledger.document import Document
from accounting.ledger.errors import PeriodClosed
from accounting.ledger.rules.documents import DOCUMENTS, DocumentKind, DocumentType
from accounting.ledger.steps.open_period import open_period
from company.queries.workplace import Workplace, workplace_in, workplace_read
from company.rules.fiscal_year import FIRST_DAY, LAST_DAY, DayOutOfRange, fiscal_year
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.ids import new_id
from kernel.rows import fetch_together
from kernel.transactions import require_transaction

# The months that the moment may be in, wherever the outlet's clock stands: the outlet is asked for at the same time.
_BOOKS = """
    SELECT (SELECT json_object_agg(starts_on, id) FROM ledger_period WHERE starts_on = ANY (%s)),
           (SELECT max(ends_on) FROM ledger_period WHERE NOT is_open),
           (SELECT json_object_agg(role, id) FROM ledger_account WHERE role IS NOT NULL)
"""
_CLOCKS = timedelta(hours=14)
"""No clock is further from UTC."""

SKEW = timedelta(minutes=2)
"""A device's clock may be ahead of ours by this much: what it says happened in that time happened now."""


def begin(
    kind: DocumentKind,
    *,
    actor: Actor,
    outlet_ids: Sequence[int],
    at: datetime | None,
    now: datetime,
    id: UUID | None = None,  # noqa: A002 (the document's)
) -> Document:
    """Begin a document at its outlets, the first of which numbers it: two statements, sent together.

    `at` None is now, and so is one that a device's clock is ahead by (SKEW); `id` may be a device's. InvalidInput
    for a moment that has not come, DayOutOfRange; PeriodClosed, unless the kind comes late. Who may: the actor has
    the permission of the row in DOCUMENTS (NotAllowed) and works at each outlet (NotFound). This decides: only
    `begin` makes the Document that all else needs.
    """
    require_transaction()
    document_type = DOCUMENTS[kind]
    actor.require(document_type.permission)
    moment = now if at is None or now < at <= now + SKEW else at
    found, books = fetch_together(workplace_read(actor, outlet_ids), (_BOOKS, [_months_around(moment)]))
    place = workplace_in(found, outlet_ids)
    day = _day(document_type, place, moment, now)
    ((months, closed_until, accounts),) = books
    posts_on = _posting_day(document_type, day, closed_until)
    return Document(
        type=document_type,
        id=id or new_id(),
        actor=actor,
        outlets=place.outlets,
        at=moment,
        now=now,
        day=day,
        posts_on=posts_on,
        period_id=(months or {}).get(posts_on.replace(day=1).isoformat()) or open_period(posts_on),
        fiscal_year=fiscal_year(day, place.year_starts_in),
        currency=place.currency,
        prices_include_tax=place.prices_include_tax,
        registration=place.registration_on(day),
        accounts=accounts or {},
    )


def _day(document_type: DocumentType, place: Workplace, moment: datetime, now: datetime) -> date:
    if moment > now:
        raise InvalidInput(errors={document_type.moment: ["This moment has not come yet."]})
    return place.outlets[0].day_of(moment)


def _months_around(moment: datetime) -> list[date]:
    """The first days of the months that it may be in, by any clock. DayOutOfRange."""
    if not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
        raise DayOutOfRange
    return sorted({clock.date().replace(day=1) for clock in (moment - _CLOCKS, moment + _CLOCKS)})


def _posting_day(document_type: DocumentType, day: date, closed_until: date | None) -> date:
    if closed_until is None or day > closed_until:
        return day
    if not document_type.comes_late:
        raise PeriodClosed(f"The books of {day:%B %Y} are closed.")
    return closed_until + timedelta(days=1)
