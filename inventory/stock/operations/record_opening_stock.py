from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from accounting.ledger.rules import postings
from accounting.ledger.steps import post_journal, posting_context
from audit.steps import emit, record
from company.queries import OutletInfo
from company.rules.fiscal_year import document_number
from company.steps import next_number
from inventory.catalogue.enums import Unit
from inventory.catalogue.models import Variation
from inventory.stock.enums import MovementKind
from inventory.stock.events import OpeningStockRecorded
from inventory.stock.steps import Arrival, receive_stock
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.ids import new_id
from kernel.money import MAX_MINOR
from kernel.permissions import Permission
from kernel.quantities import is_storable
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
class OpeningStock:
    """What an outlet has at a moment; `received_at` None is now."""

    lines: tuple[OpeningLine, ...]
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpeningStockDone:
    """The document: its number, and the value it put into the books in minor units."""

    id: UUID
    number: str
    outlet_id: int
    received_at: datetime
    value: int
    currency: str
    lines: int


@operation
def record_opening_stock(*, actor: Actor, outlet: OutletInfo, command: OpeningStock, now: datetime) -> OpeningStockDone:
    """Put goods of before the books on an outlet's shelf, and their value into its books.

    A constant number of statements. InvalidInput names every wrong line; PeriodClosed.
    """
    actor.require(Permission.STOCK_OPENING_RECORD)
    received_at = command.received_at or now
    day = outlet.day_of(received_at)
    _check(command, now)
    context = posting_context(day)
    document_id = new_id()
    value = receive_stock(
        [
            Arrival(line.variation_id, line.quantity, line.unit_cost, line.batch_number, line.expires_on)
            for line in command.lines
        ],
        kind=MovementKind.OPENING,
        outlet_id=outlet.id,
        source=("opening_stock", document_id),
        actor=actor,
        at=received_at,
    )
    serial = next_number(outlet_id=outlet.id, series="opening", fiscal_year=context.fiscal_year)
    number = document_number(outlet.code, "O-", context.fiscal_year, serial)
    with pipeline():
        post_journal(
            postings.opening_stock(day=day, outlet_id=outlet.id, source_id=document_id, value=value),
            context=context,
            series="opening",
            serial=serial,
            number=number,
            actor=actor,
            now=now,
        )
        record(
            actor=actor,
            action="inventory.opening_stock.recorded",
            target_type="opening_stock",
            target_id=document_id,
            at=now,
            changes={"number": number, "outlet": outlet.id, "lines": len(command.lines), "value": value},
        )
        emit(OpeningStockRecorded(document_id, outlet.id), at=now)
    return OpeningStockDone(document_id, number, outlet.id, received_at, value, context.currency, len(command.lines))


def _check(command: OpeningStock, now: datetime) -> None:
    if command.received_at is not None and command.received_at > now:
        raise InvalidInput(errors={"received_at": ["This moment has not come yet."]})
    if not 1 <= len(command.lines) <= MAX_LINES:
        raise InvalidInput(errors={"lines": [f"Between 1 and {MAX_LINES} lines, please."]})
    known = Variation.objects.in_bulk({line.variation_id for line in command.lines})
    errors = _errors(command.lines, known)
    if not errors and sum(line.quantity * line.unit_cost for line in command.lines) > MAX_MINOR:
        errors["lines"] = ["The goods are worth more than can be right."]
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
            errors[f"lines.{index}.quantity"] = ["More than 0, with at most three decimals, please."]
        elif thing is not None and thing.unit == Unit.PIECE and line.quantity % 1:
            errors[f"lines.{index}.quantity"] = ["Pieces come whole."]
        if not (line.unit_cost >= 0 and line.quantity * line.unit_cost <= MAX_MINOR):
            errors[f"lines.{index}.unit_cost"] = ["Not negative, and not that much, please."]
    return errors
