"""Where a document is recorded: the business, and outlets at which a person works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from company.queries.outlets import OutletInfo
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import works_everywhere
from kernel.rows import Read, fetch_all

# company.queries.outlets says the same of lists; tests/company/test_workplace.py holds both to each other.
_WORKPLACE = """
    SELECT business.currency, business.prices_include_tax, business.year_starts_in,
           outlet.id, outlet.name, outlet.code, outlet.timezone,
           (SELECT coalesce(json_agg(json_build_array(number, state, valid_from, valid_to)), '[]')
              FROM company_taxregistration WHERE outlet_id = outlet.id)
      FROM company_business AS business CROSS JOIN company_outlet AS outlet
     WHERE outlet.id = ANY (%(outlets)s) AND outlet.archived_at IS NULL
       AND (%(everywhere)s OR EXISTS (
            SELECT FROM company_outletuserobjectpermission AS granted
              JOIN auth_permission AS permission ON permission.id = granted.permission_id
             WHERE granted.content_object_id = outlet.id AND granted.user_id = %(actor)s
               AND permission.codename = 'work_at'))
"""


@dataclass(frozen=True, slots=True)
class Registration:
    """A tax number with the state it is of, both "" for an outlet that isn't registered."""

    number: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class DatedRegistration:
    """The span includes both ends; `valid_to` None is open."""

    registration: Registration
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a document needs to know of the business and of the outlets that it is about, in the order asked for."""

    currency: str
    prices_include_tax: bool
    year_starts_in: int
    outlets: tuple[OutletInfo, ...]
    registrations: tuple[DatedRegistration, ...]
    """Those of the first outlet."""

    def registration_on(self, day: date) -> Registration:
        """The first outlet's registration of the day."""
        for dated in self.registrations:
            if dated.valid_from <= day and (dated.valid_to is None or day <= dated.valid_to):
                return dated.registration
        return Registration()


def workplace(actor: Actor, outlet_ids: Sequence[int]) -> Workplace:
    """One statement. NotFound when the actor doesn't work at one of the outlets, as if it did not exist."""
    return workplace_in(fetch_all(*workplace_read(actor, outlet_ids)), outlet_ids)


def workplace_read(actor: Actor, outlet_ids: Sequence[int]) -> Read:
    """The statement of `workplace`, for who reads something else at the same time."""
    return _WORKPLACE, {"outlets": list(outlet_ids), "everywhere": works_everywhere(actor.role), "actor": actor.pk}


def workplace_in(found: Sequence[tuple[Any, ...]], outlet_ids: Sequence[int]) -> Workplace:
    """What the statement found. NotFound as in `workplace`."""
    rows = {row[3]: row for row in found}
    if not outlet_ids or set(rows) != set(outlet_ids):
        raise NotFound("There is no such outlet.")
    currency, prices_include_tax, year_starts_in, *_ = first = rows[outlet_ids[0]]
    return Workplace(
        currency,
        prices_include_tax,
        year_starts_in,
        tuple(OutletInfo(*rows[outlet_id][3:7]) for outlet_id in outlet_ids),
        tuple(_dated(*each) for each in first[7]),
    )


def _dated(number: str, state: str, valid_from: str, valid_to: str | None) -> DatedRegistration:
    ends = date.fromisoformat(valid_to) if valid_to else None
    return DatedRegistration(Registration(number, state), date.fromisoformat(valid_from), ends)
