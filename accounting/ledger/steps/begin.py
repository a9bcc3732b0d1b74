from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from accounting.ledger.document import Document
from accounting.ledger.errors import PeriodClosed
from accounting.ledger.models import Period
from accounting.ledger.rules.documents import DOCUMENTS, DocumentKind
from company.queries.workplace import workplace_in, workplace_read
from company.rules.fiscal_year import FIRST_DAY, LAST_DAY, DayOutOfRange, fiscal_year
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.ids import new_id
from kernel.rows import fetch_together
from kernel.transactions import require_transaction

# The months that the moment may be in, wherever the outlet's clock stands: the outlet is asked for at the same time.
_BOOKS = """
    SELECT (SELECT json_agg(json_build_array(starts_on, id, is_open)) FROM ledger_period WHERE starts_on = ANY (%s)),
           (SELECT json_object_agg(role, id) FROM ledger_account WHERE role IS NOT NULL)
"""
_CLOCKS = timedelta(hours=14)
"""No clock is further from UTC."""


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

    `at` None is now. `id` is given by a device that named its document before sending it. InvalidInput for a moment
    that has not come, PeriodClosed, DayOutOfRange.

    Who may: the actor needs the permission of the document's row in DOCUMENTS (else NotAllowed) and must work at each
    outlet (else NotFound). Faces may refuse earlier; this decides, because numbers, movements and postings need the
    Document that only `begin` makes. The database knows no roles. What one kind forbids besides (a sale of another day)
    its operation asks.
    """
    require_transaction()
    document_type = DOCUMENTS[kind]
    actor.require(document_type.permission)
    moment = at or now
    found, books = fetch_together(workplace_read(actor, outlet_ids), (_BOOKS, [_months_around(moment)]))
    place = workplace_in(found, outlet_ids)
    if moment > now:
        raise InvalidInput(errors={document_type.moment: ["This moment has not come yet."]})
    day = place.outlets[0].day_of(moment)
    year = fiscal_year(day, place.year_starts_in)
    periods, accounts = books[0]
    return Document(
        type=document_type,
        id=id or new_id(),
        actor=actor,
        outlets=place.outlets,
        at=moment,
        now=now,
        day=day,
        period_id=_period(periods or [], day, year),
        fiscal_year=year,
        currency=place.currency,
        prices_include_tax=place.prices_include_tax,
        registration=place.registration_on(day),
        accounts=accounts or {},
    )


def _months_around(moment: datetime) -> list[date]:
    """The first days of the months that it may be in, by any clock. DayOutOfRange."""
    if not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
        raise DayOutOfRange
    return sorted({clock.date().replace(day=1) for clock in (moment - _CLOCKS, moment + _CLOCKS)})


def _period(periods: list[tuple[str, int, bool]], day: date, year: str) -> int:
    month = day.replace(day=1)
    period_id, is_open = next(
        ((found, is_open) for starts_on, found, is_open in periods if starts_on == month.isoformat()), (0, False)
    )
    if not period_id:
        period_id, is_open = _open_period(month, year)
    if not is_open:
        raise PeriodClosed(f"The books of {month:%B %Y} are closed.")
    return period_id


def _open_period(month: date, year: str) -> tuple[int, bool]:
    if Period.objects.filter(starts_on__gt=month, is_open=False).exists():
        raise PeriodClosed(f"Books after {month:%B %Y} are closed.")
    last = month.replace(day=monthrange(month.year, month.month)[1])
    period, _ = Period.objects.get_or_create(starts_on=month, defaults={"ends_on": last, "fiscal_year": year})
    return period.pk, period.is_open
