"""A document while it is being recorded: what all its parts have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounting.ledger.rules.documents import DocumentType
from company.queries import OutletInfo
from company.queries.workplace import Registration
from kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Document:
    """Made by `begin`, which has asked that the actor may record it at its outlets; numbered by `number`.

    `at` is when it happened, `now` when it is recorded; `day` is the business date at its outlet, which its number is
    of. `posts_on`, in the period `period_id`, is the date of its entry and its movements: the same day, or for a
    document that comes late (a till's sale) the first one that can take them. `accounts` are the ids of accounts by
    role.
    """

    type: DocumentType
    id: UUID
    actor: Actor
    outlets: tuple[OutletInfo, ...]
    at: datetime
    now: datetime
    day: date
    posts_on: date
    period_id: int
    fiscal_year: str
    currency: str
    prices_include_tax: bool
    registration: Registration
    accounts: Mapping[str, int]
    serial: int = 0
    number: str = ""

    @property
    def outlet(self) -> OutletInfo:
        """The outlet that it is numbered at; further ones (a transfer's destination) come behind it."""
        return self.outlets[0]
