"""A journal entry before it is posted. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounting.ledger.enums import AccountRole


@dataclass(frozen=True, slots=True)
class DraftLine:
    """Positive `amount` is a debit, negative a credit; minor units."""

    role: AccountRole
    outlet_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class JournalDraft:
    """What a document posts: balanced for every outlet in it, no empty lines."""

    date: date
    outlet_id: int
    source_type: str
    source_id: UUID
    memo: str
    lines: tuple[DraftLine, ...]

    def imbalances(self) -> dict[int, int]:
        """Debits less credits of every outlet that doesn't balance; empty when all is well."""
        sums: dict[int, int] = {}
        for line in self.lines:
            sums[line.outlet_id] = sums.get(line.outlet_id, 0) + line.amount
        return {outlet: amount for outlet, amount in sums.items() if amount}


def combined(lines: Iterable[DraftLine]) -> tuple[DraftLine, ...]:
    """One line for each account and outlet, debits and credits kept apart; zero lines left out."""
    sums: dict[tuple[AccountRole, int, bool], int] = {}
    for line in lines:
        key = (line.role, line.outlet_id, line.amount > 0)
        sums[key] = sums.get(key, 0) + line.amount
    return tuple(DraftLine(role, outlet, amount) for (role, outlet, _), amount in sums.items() if amount)
