from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from accounting.ledger.document import Document
from accounting.ledger.errors import PeriodClosed
from accounting.ledger.models import Period
from accounting.ledger.rules.documents import DOCUMENTS, DocumentKind
from company.queries.workplace import workplace
from company.rules.fiscal_year import fiscal_year
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.ids import new_id
from kernel.rows import fetch_all
from kernel.transactions import require_transaction

_BOOKS = """
    SELECT period.id, period.is_open,
           (SELECT json_object_agg(role, id) FROM ledger_account WHERE role IS NOT NULL)
      FROM (SELECT) AS one LEFT JOIN ledger_period AS period ON period.starts_on = %s
"""


def begin(
    kind: DocumentKind,
    *,
    actor: Actor,
    outlet_ids: Sequence[int],
    at: datetime | None,
    now: datetime,
    id: UUID | None = None,  # noqa: A002 (the document's)
) -> Document:
    """Begin a document at its outlets, the first of which numbers it: two statements (three in a month's first).

    Asks that the actor's role may record it (NotAllowed) and that they work at each outlet (NotFound). `at` None is
    now. `id` is given by a device that named its document before sending it. InvalidInput for a moment that has not
    come, PeriodClosed, DayOutOfRange.
    """
    require_transaction()
    document_type = DOCUMENTS[kind]
    actor.require(document_type.permission)
    place = workplace(actor, outlet_ids)
    if at is not None and at > now:
        raise InvalidInput(errors={document_type.moment: ["This moment has not come yet."]})
    day = place.outlets[0].day_of(at or now)
    year = fiscal_year(day, place.year_starts_in)
    period_id, accounts = _books(day, year)
    return Document(
        type=document_type,
        id=id or new_id(),
        actor=actor,
        outlets=place.outlets,
        at=at or now,
        now=now,
        day=day,
        period_id=period_id,
        fiscal_year=year,
        currency=place.currency,
        prices_include_tax=place.prices_include_tax,
        registration=place.registration_on(day),
        accounts=accounts,
    )


def _books(day: date, year: str) -> tuple[int, dict[str, int]]:
    month = day.replace(day=1)
    period_id, is_open, accounts = fetch_all(_BOOKS, [month])[0]
    if period_id is None:
        period_id, is_open = _open_period(month, year)
    if not is_open:
        raise PeriodClosed(f"The books of {month:%B %Y} are closed.")
    return period_id, accounts


def _open_period(month: date, year: str) -> tuple[int, bool]:
    if Period.objects.filter(starts_on__gt=month, is_open=False).exists():
        raise PeriodClosed(f"Books after {month:%B %Y} are closed.")
    last = month.replace(day=monthrange(month.year, month.month)[1])
    period, _ = Period.objects.get_or_create(starts_on=month, defaults={"ends_on": last, "fiscal_year": year})
    return period.pk, period.is_open
