from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounting.ledger.document import Document
from accounting.ledger.rules import postings
from accounting.ledger.rules.documents import DocumentKind
from accounting.ledger.steps import begin, enter, number, post
from accounting.tax.rules.accounts import by_account
from inventory.catalogue.queries import sellables
from inventory.catalogue.rules.sellable import Sellable
from inventory.stock.steps import issue_stock, pick_stock
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.permissions import Permission
from kernel.transactions import operation, pipeline
from sales.selling.errors import TotalChanged
from sales.selling.events import SaleRecorded
from sales.selling.records import SaleRecord
from sales.selling.rules.costs import line_costs
from sales.selling.rules.pricing import CartLine, PricedCart, errors_in, price_cart
from sales.selling.rules.tenders import SettledPayment, Tender, settle
from sales.selling.steps import write_sale

MAX_LINES = 1_000


@dataclass(frozen=True, slots=True)
class RecordSale:
    """A cart and how it is paid; `discount` is for the whole cart; `sold_at` None is now.

    `expected_total` is what the customer was told; None is whatever it comes to. `id` is the sale's, when the till has
    named it before sending it; another one is made otherwise.
    """

    outlet_id: int
    lines: tuple[CartLine, ...]
    payments: tuple[Tender, ...]
    discount: int = 0
    expected_total: int | None = None
    sold_at: datetime | None = None
    id: UUID | None = None


@operation
def record_sale(*, actor: Actor, command: RecordSale, now: datetime) -> SaleRecord:
    """Sell a cart: stock leaves, the books are posted and a receipt is numbered, together or not at all.

    The same nine statements for one line and for a thousand (two more in the first sale of a month). A sale that comes
    late keeps its time and its number, and is posted on the first day that can take it: the month is open, and the
    goods were there ever since. InvalidInput names every wrong field, InsufficientStock every short line; NotAllowed,
    NotFound for an outlet where the actor doesn't work, TotalChanged, SaleExists, Busy.
    """
    doc = begin(
        DocumentKind.SALE, actor=actor, outlet_ids=[command.outlet_id], at=command.sold_at, now=now, id=command.id
    )
    _check(doc, command)
    items = sellables([line.variation_id for line in command.lines], doc.day)
    cart = _priced(doc, command, items)
    payments = _settled(cart, command)
    doc, picks = pick_stock(doc, cart.wanted(), names=cart.names)
    with pipeline():
        issue_stock(doc, picks)
        doc = number(doc)
        sale = write_sale(doc, cart, payments, line_costs(cart, picks))
        post(
            doc,
            postings.sale(
                sale.number,
                payments=[(payment.method, payment.amount) for payment in payments],
                taxable=sale.taxable,
                taxes=by_account(cart.taxes),
                cost=sale.cost,
            ),
        )
        overridden = {"prices": overrides} if (overrides := _overrides(command, sale)) else {}
        enter(doc, SaleRecorded(sale.id, sale.outlet_id), lines=len(sale.lines), total=sale.total, **overridden)
    return sale


def _check(doc: Document, command: RecordSale) -> None:
    if not 1 <= len(command.lines) <= MAX_LINES:
        raise InvalidInput(errors={"lines": [f"Between 1 and {MAX_LINES} lines, please."]})
    if command.discount or any(line.discount for line in command.lines):
        doc.actor.require(Permission.SALES_DISCOUNT_GIVE)
    if doc.day != doc.outlet.day_of(doc.now):
        doc.actor.require(Permission.SALES_SALE_BACKDATE)


def _priced(doc: Document, command: RecordSale, items: Mapping[int, Sellable]) -> PricedCart:
    errors = errors_in(command.lines, items, command.discount)
    if errors:
        raise InvalidInput(errors=errors)
    if any(line.unit_price not in {None, items[line.variation_id].price} for line in command.lines):
        doc.actor.require(Permission.SALES_PRICE_OVERRIDE)
    cart = price_cart(command.lines, items, discount=command.discount, includes_tax=doc.prices_include_tax)
    if command.expected_total not in {None, cart.total}:
        raise TotalChanged(total=cart.total)
    return cart


def _overrides(command: RecordSale, sale: SaleRecord) -> list[dict[str, Any]]:
    """What the trail keeps of each line that was sold at another price than the list's."""
    return [
        {
            "line": line.position,
            "sku": line.sku,
            "list_price": line.list_price,
            "unit_price": line.unit_price,
            "reason": given.price_reason,
        }
        for given, line in zip(command.lines, sale.lines, strict=True)
        if line.unit_price != line.list_price
    ]


def _settled(cart: PricedCart, command: RecordSale) -> tuple[SettledPayment, ...]:
    payments, errors = settle(cart.total, command.payments)
    if errors:
        raise InvalidInput(errors=errors, total=cart.total)
    return payments
