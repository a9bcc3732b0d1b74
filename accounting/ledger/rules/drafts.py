"""A journal entry before it is posted. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftLine:
    """Positive `amount` is a debit, negative a credit; minor units. `role` is an account's.

    `outlet_id` None is the document's own outlet.
    """

    role: str
    amount: int
    outlet_id: int | None = None


@dataclass(frozen=True, slots=True)
class JournalDraft:
    """What a document posts: balanced for every outlet in it, no empty lines."""

    memo: str
    lines: tuple[DraftLine, ...]

    def imbalances(self) -> dict[int | None, int]:
        """Debits less credits of every outlet that doesn't balance; empty when all is well."""
        sums: dict[int | None, int] = {}
        for line in self.lines:
            sums[line.outlet_id] = sums.get(line.outlet_id, 0) + line.amount
        return {outlet: amount for outlet, amount in sums.items() if amount}


def draft(memo: str, lines: Iterable[DraftLine]) -> JournalDraft:
    """One line for each account and outlet, debits and credits kept apart; zero lines left out."""
    sums: dict[tuple[str, int | None, bool], int] = {}
    for line in lines:
        key = (line.role, line.outlet_id, line.amount > 0)
        sums[key] = sums.get(key, 0) + line.amount
    return JournalDraft(
        memo, tuple(DraftLine(role, amount, outlet) for (role, outlet, _), amount in sums.items() if amount)
    )
