from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from accounting.ledger.enums import AccountRole
from accounting.ledger.rules import postings
from accounting.ledger.steps import PostingContext, post_journal, posting_context
from audit.steps import emit, record
from company.queries import OutletInfo
from company.rules.fiscal_year import document_number
from company.steps import next_number
from inventory.catalogue.queries import sellables
from inventory.stock.enums import MovementKind
from inventory.stock.rules.picking import Pick
from inventory.stock.steps import issue_stock, pick_stock
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.ids import new_id
from kernel.money import share_out
from kernel.permissions import Permission
from kernel.transactions import operation, pipeline
from sales.selling.enums import TenderMethod
from sales.selling.events import SaleRecorded
from sales.selling.records import SaleLineRecord, SaleRecord
from sales.selling.rules.pricing import CartLine, PricedCart, errors_in, price_cart
from sales.selling.rules.tenders import SettledPayment, Tender, settle
from sales.selling.steps import write_sale

MAX_LINES = 1_000

_ACCOUNT_OF = {
    TenderMethod.CASH: AccountRole.CASH,
    TenderMethod.CARD: AccountRole.CARD_CLEARING,
    TenderMethod.MOBILE: AccountRole.MOBILE_CLEARING,
}


@dataclass(frozen=True, slots=True)
class RecordSale:
    """A cart and how it is paid; `discount` is for the whole cart; `sold_at` None is now."""

    lines: tuple[CartLine, ...]
    payments: tuple[Tender, ...]
    discount: int = 0
    sold_at: datetime | None = None


@operation
def record_sale(*, actor: Actor, outlet: OutletInfo, command: RecordSale, now: datetime) -> SaleRecord:
    """Sell a cart: stock leaves, the books are posted and a receipt is numbered, together or not at all.

    The same nine statements for one line and for a thousand (one more in the first sale of a month). InvalidInput
    names every wrong field, InsufficientStock every short line; NotAllowed, PeriodClosed, Busy.
    """
    actor.require(Permission.SALES_SALE_RECORD)
    sold_at = command.sold_at or now
    day = outlet.day_of(sold_at)
    _check_request(actor, outlet, command, now)
    context = posting_context(day)
    items = sellables([line.variation_id for line in command.lines], day)
    errors = errors_in(command.lines, items, command.discount)
    if errors:
        raise InvalidInput(errors=errors)
    if any(line.unit_price not in {None, items[line.variation_id].price} for line in command.lines):
        actor.require(Permission.SALES_PRICE_OVERRIDE)
    cart = price_cart(command.lines, items, discount=command.discount, includes_tax=context.prices_include_tax)
    payments, errors = settle(cart.total, command.payments)
    if errors:
        raise InvalidInput(errors=errors, total=cart.total)

    sale_id = new_id()
    wanted = cart.wanted()
    names = {item.variation_id: item.name for item in items.values()}
    picks = pick_stock(outlet_id=outlet.id, wanted=wanted, names=names, day=day) if wanted else []
    with pipeline():
        if picks:
            issue_stock(
                picks,
                kind=MovementKind.SALE,
                outlet_id=outlet.id,
                source=("sale", sale_id),
                actor=actor,
                at=sold_at,
            )
        serial = next_number(outlet_id=outlet.id, series="sale", fiscal_year=context.fiscal_year)
        number = document_number(outlet.code, "", context.fiscal_year, serial)
        sale = _sale(
            sale_id=sale_id,
            number=number,
            actor=actor,
            outlet=outlet,
            context=context,
            cart=cart,
            payments=payments,
            picks=picks,
            sold_at=sold_at,
            now=now,
        )
        write_sale(sale, actor_id=actor.pk, fiscal_year=context.fiscal_year, serial=serial)
        _post(sale, context, serial, actor, now)
        record(
            actor=actor,
            action="sales.sale.recorded",
            target_type="sale",
            target_id=sale.id,
            at=now,
            changes={"number": number, "outlet": outlet.id, "lines": len(sale.lines), "total": sale.total},
        )
        emit(SaleRecorded(sale.id, outlet.id), at=now)
    return sale


def _check_request(actor: Actor, outlet: OutletInfo, command: RecordSale, now: datetime) -> None:
    if not 1 <= len(command.lines) <= MAX_LINES:
        raise InvalidInput(errors={"lines": [f"Between 1 and {MAX_LINES} lines, please."]})
    if command.discount or any(line.discount for line in command.lines):
        actor.require(Permission.SALES_DISCOUNT_GIVE)
    if command.sold_at is not None:
        if command.sold_at > now:
            raise InvalidInput(errors={"sold_at": ["This moment has not come yet."]})
        if outlet.day_of(command.sold_at) != outlet.day_of(now):
            actor.require(Permission.SALES_SALE_BACKDATE)


def _sale(
    *,
    sale_id: UUID,
    number: str,
    actor: Actor,
    outlet: OutletInfo,
    context: PostingContext,
    cart: PricedCart,
    payments: tuple[SettledPayment, ...],
    picks: Sequence[Pick],
    sold_at: datetime,
    now: datetime,
) -> SaleRecord:
    costs = _line_costs(cart, picks)
    return SaleRecord(
        id=sale_id,
        outlet_id=outlet.id,
        outlet_name=outlet.name,
        number=number,
        sold_at=sold_at,
        business_date=outlet.day_of(sold_at),
        currency=context.currency,
        prices_include_tax=context.prices_include_tax,
        discount=cart.discount,
        taxable=cart.taxable,
        tax=cart.tax,
        total=cart.total,
        cost=sum(costs),
        actor_name=actor.name,
        recorded_at=now,
        lines=tuple(
            SaleLineRecord(
                position=position,
                variation_id=line.item.variation_id,
                sku=line.item.sku,
                name=line.item.name,
                category_name=line.item.category_name,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount=line.discount,
                tax_code=line.item.tax_code,
                taxes=line.amounts.taxes,
                taxable=line.amounts.taxable,
                tax=line.amounts.tax,
                total=line.amounts.total,
                cost=cost,
            )
            for position, (line, cost) in enumerate(zip(cart.lines, costs, strict=True), start=1)
        ),
        payments=payments,
    )


def _line_costs(cart: PricedCart, picks: Sequence[Pick]) -> list[int]:
    """The cost of each line: what was picked of its variation, shared by quantity where a variation comes twice."""
    values: dict[int, int] = {}
    for part in picks:
        values[part.variation_id] = values.get(part.variation_id, 0) + part.value
    costs = [0] * len(cart.lines)
    for variation_id, value in values.items():
        positions = [i for i, line in enumerate(cart.lines) if line.item.variation_id == variation_id]
        weights = [int(cart.lines[i].quantity * Decimal(1000)) for i in positions]
        for position, share in zip(positions, share_out(value, weights), strict=True):
            costs[position] = share
    return costs


def _post(sale: SaleRecord, context: PostingContext, serial: int, actor: Actor, now: datetime) -> None:
    draft = postings.sale(
        day=sale.business_date,
        outlet_id=sale.outlet_id,
        source_id=sale.id,
        memo=f"Sale {sale.number}",
        payments=[(_ACCOUNT_OF[payment.method], payment.amount) for payment in sale.payments],
        taxable=sale.taxable,
        tax=sale.tax,
        cost=sale.cost,
    )
    post_journal(draft, context=context, series="sale", serial=serial, number=sale.number, actor=actor, now=now)
