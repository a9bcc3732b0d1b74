from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from uuid import UUID

from accounting.ledger.rules import postings
from accounting.ledger.rules.documents import DocumentKind
from accounting.ledger.steps import begin, enter, number, post
from inventory.catalogue.enums import Unit
from inventory.catalogue.models import Variation
from inventory.stock.events import OpeningStockRecorded
from inventory.stock.steps import Arrival, receive_stock
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.money import MAX_MINOR, round_half_up
from kernel.quantities import beyond, is_storable
from kernel.transactions import operation, pipeline

MAX_LINES = 10_000


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A batch that is there: quantity > 0, cost of one unit in minor units."""

    variation_id: int
    quantity: Decimal
    unit_cost: int
    batch_number: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class RecordOpeningStock:
    """What an outlet has at a moment; `received_at` None is now."""

    outlet_id: int
    lines: tuple[OpeningLine, ...]
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpeningStockRecord:
    """The document: its number, and the value it put into the books in minor units.

    Goods worth nothing post nothing, so their document has no number ("").
    """

    id: UUID
    number: str
    outlet_id: int
    received_at: datetime
    value: int
    currency: str
    lines: int


@operation
def record_opening_stock(*, actor: Actor, command: RecordOpeningStock, now: datetime) -> OpeningStockRecord:
    """Put goods of before the books on an outlet's shelf, and their value into its books.

    A constant number of statements. InvalidInput names every wrong line; NotAllowed, NotFound for an outlet where the
    actor doesn't work, PeriodClosed.
    """
    doc = begin(
        DocumentKind.OPENING_STOCK, actor=actor, outlet_ids=[command.outlet_id], at=command.received_at, now=now
    )
    _check(command)
    value = receive_stock(doc, [_arrival(line) for line in command.lines])
    doc = number(doc) if value else doc
    with pipeline():
        post(doc, postings.opening_stock(value=value))
        enter(doc, OpeningStockRecorded(doc.id, doc.outlet.id), lines=len(command.lines), value=value)
    return OpeningStockRecord(doc.id, doc.number, doc.outlet.id, doc.at, value, doc.currency, len(command.lines))


def _arrival(line: OpeningLine) -> Arrival:
    value = round_half_up(line.quantity * line.unit_cost)
    return Arrival(line.variation_id, line.quantity, value, line.batch_number, line.expires_on)


def _check(command: RecordOpeningStock) -> None:
    if not 1 <= len(command.lines) <= MAX_LINES:
        raise InvalidInput(errors={"lines": [f"Between 1 and {MAX_LINES} lines, please."]})
    known = Variation.objects.in_bulk({line.variation_id for line in command.lines})
    errors = _errors(command.lines, known)
    if not errors:
        errors = _errors_of_sums(command.lines)
    if errors:
        raise InvalidInput(errors=errors)


def _errors(lines: Sequence[OpeningLine], known: dict[int, Variation]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for index, line in enumerate(lines):
        thing = known.get(line.variation_id)
        if thing is None:
            errors[f"lines.{index}.variation_id"] = ["There is no such variation."]
        elif thing.tracks_expiry and line.expires_on is None:
            errors[f"lines.{index}.expires_on"] = ["This is kept by its expiry date."]
        if not (is_storable(line.quantity) and line.quantity > 0):
            errors[f"lines.{index}.quantity"] = ["More than 0, not that much, and with at most three decimals, please."]
        elif thing is not None and thing.unit == Unit.PIECE and line.quantity % 1:
            errors[f"lines.{index}.quantity"] = ["Pieces come whole."]
        if not (line.unit_cost >= 0 and line.quantity * line.unit_cost <= MAX_MINOR):
            errors[f"lines.{index}.unit_cost"] = ["Not negative, and not that much, please."]
    return errors


def _errors_of_sums(lines: Sequence[OpeningLine]) -> dict[str, list[str]]:
    """Names the lines at which the document becomes more than can be right."""
    errors = {
        f"lines.{index}.quantity": ["With the lines before it, this is more than can be right."]
        for index in beyond((line.variation_id, line.quantity) for line in lines)
    }
    worth = accumulate(line.quantity * line.unit_cost for line in lines)
    for index in [index for index, value in enumerate(worth) if value > MAX_MINOR][:1]:
        errors[f"lines.{index}.unit_cost"] = ["With the lines before it, this is worth more than can be right."]
    return errors
