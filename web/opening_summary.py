"""What is about to be put on the shelf, as it is shown before it is posted, with what is hard to believe of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.conf import settings

from company.queries import BusinessInfo
from company.scope import Scope
from inventory.catalogue.queries.lookup import VariationName
from inventory.stock.operations.record_opening_stock import OpeningLine
from inventory.stock.queries.costs import KnownCost, known_costs
from inventory.stock.rules.believable import is_far, is_many
from kernel.money import format_money, round_half_up
from kernel.quantities import format_quantity

SEEN = "seen"
"""The field that says which summary the person saw: with other content there is another summary first."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    name: str
    quantity: Decimal
    unit_cost: int
    value: int
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    lines: tuple[SummaryLine, ...]

    @property
    def value(self) -> int:
        return sum(line.value for line in self.lines)

    @property
    def doubtful(self) -> int:
        """How many lines are hard to believe."""
        return sum(bool(line.doubts) for line in self.lines)


def seen_token(content: Mapping[str, object]) -> str:
    """Names the content of the form, whatever else is sent with it."""
    told = sorted(
        (name, str(value)) for name, value in content.items() if name == "outlet" or name.startswith("lines-")
    )
    return sha256(repr(told).encode()).hexdigest()


def summary_of(
    scope: Scope, lines: Sequence[OpeningLine], names: Mapping[int, VariationName], business: BusinessInfo
) -> Summary:
    """The lines with what they are worth. Two statements."""
    known = known_costs(scope, {line.variation_id for line in lines})
    return Summary(
        tuple(
            SummaryLine(
                name=names[line.variation_id].name if line.variation_id in names else "",
                quantity=line.quantity,
                unit_cost=line.unit_cost,
                value=round_half_up(line.quantity * line.unit_cost),
                doubts=tuple(_doubts(line, known.get(line.variation_id), business)),
            )
            for line in lines
        )
    )


def _doubts(line: OpeningLine, known: KnownCost | None, business: BusinessInfo) -> list[str]:
    doubts = []
    if is_many(line.quantity, usual=settings.BELIEVABLE_COUNT):
        doubts.append(f"{format_quantity(line.quantity)} is a lot.")
    if known and is_far(line.unit_cost, known=known.measure, times=settings.BELIEVABLE_COST):
        told = format_money(known.measure, business.currency, locale=business.locale)
        doubts.append(f"One sells for {told}." if known.last is None else f"One last cost {told}.")
    return doubts
