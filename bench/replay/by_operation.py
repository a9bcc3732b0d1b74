"""The replay by the operations, in this process."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Count, Sum

from accounting.ledger.enums import TenderMethod
from accounting.ledger.queries import trial_balance
from accounting.tax.queries import tax_codes
from bench.replay.books import OPENED_AT, Figures, Stocking
from bench.replay.grocer import Basket, Good
from bench.shop import PASSWORD
from company.queries import outlets_for
from company.scope import scope_of
from inventory.catalogue.operations.create_category import CreateCategory, create_category
from inventory.catalogue.operations.create_product import create_product
from inventory.catalogue.queries.by_sku import variation_ids_by_sku
from inventory.catalogue.rules.products import ProductInput, VariationInput
from inventory.stock.operations.record_opening_stock import (
    MAX_LINES,
    OpeningLine,
    RecordOpeningStock,
    record_opening_stock,
)
from inventory.stock.queries import movements
from inventory.stock.queries.proof import BATCHES, LEDGER, LOCATION_STOCK
from kernel.actors import Actor  # noqa: TC001 (beside the others of its room)
from kernel.proofs import Question, ask
from kernel.schemas import use_public
from sales.selling.operations.record_sale import RecordSale, record_sale
from sales.selling.queries import sales
from sales.selling.rules.pricing import CartLine
from sales.selling.rules.tenders import Tender
from tenants.life.operations.sign_up import SignUp, sign_up
from tenants.life.queries.hosts import tenant_at


class OperationBooks:
    """A business of its own, with the connection set to its schema for good."""

    def __init__(self, subdomain: str) -> None:
        email = f"owner@{subdomain}.test"
        use_public()
        command = SignUp(
            business_name=subdomain,
            subdomain=subdomain,
            owner_name="Replay",
            email=email,
            password=PASSWORD,
            country="US",
        )
        business = sign_up(command=command, now=OPENED_AT)
        use_public()
        tenant = tenant_at(business.host)
        if tenant is None:
            raise RuntimeError(f"{business.host} signed up and is not there")
        connection.set_schema(tenant.schema_name)  # type: ignore[attr-defined]
        self._owner: Actor = get_user_model().objects.get(email=email)
        self._outlet = outlets_for(self._owner)[0]
        self._tax = tax_codes(OPENED_AT.date())[0].id
        self._ids: dict[str, int] = {}

    def add_goods(self, goods: Sequence[Good]) -> Iterator[None]:
        categories: dict[str, int] = {}
        for good in goods:
            if good.category not in categories:
                new = CreateCategory(good.category)
                categories[good.category] = create_category(actor=self._owner, command=new, now=OPENED_AT).id
            variation = VariationInput(good.sku, good.price, self._tax, unit="l" if good.by_volume else "piece")
            command = ProductInput(good.name, (variation,), categories[good.category])
            create_product(actor=self._owner, command=command, now=OPENED_AT)
            yield
        self._ids = variation_ids_by_sku([good.sku for good in goods])

    def open_stock(self, stock: Sequence[Stocking]) -> Iterator[None]:
        for start in range(0, len(stock), MAX_LINES):
            part = stock[start : start + MAX_LINES]
            lines = tuple(
                OpeningLine(self._ids[each.sku], each.quantity, each.unit_cost, each.batch, each.expires_on)
                for each in part
            )
            command = RecordOpeningStock(self._outlet.id, lines)
            record_opening_stock(actor=self._owner, command=command, now=OPENED_AT)
            yield from (None for _ in part)

    def sell(self, basket: Basket) -> None:
        lines = tuple(
            CartLine(self._ids[line.sku], line.quantity, line.unit_price, line.discount) for line in basket.lines
        )
        payments = (Tender(TenderMethod.CASH, basket.value),) if basket.value else ()
        command = RecordSale(outlet_id=self._outlet.id, lines=lines, payments=payments)
        record_sale(actor=self._owner, command=command, now=basket.at)

    def figures(self) -> Figures:
        scope = scope_of(self._owner)
        mine = sales(scope.at(self._outlet.id))
        moved = movements(scope.at(self._outlet.id)).filter(kind="sale")
        balance = trial_balance(scope, as_of=date.max.replace(year=2100))
        return Figures(
            baskets=mine.count(),
            lines=mine.aggregate(count=Count("lines"))["count"],
            revenue=mine.aggregate(sum=Sum("total"))["sum"],
            quantity=-moved.aggregate(sum=Sum("quantity"))["sum"],
            trial_balance=balance.total_debit - balance.total_credit,
            stock_against_ledger=_wrong(LEDGER),
            stock_against_batches=_wrong(LOCATION_STOCK),
            batches_against_movements=_wrong(BATCHES),
        )


def _wrong(question: Question) -> int:
    """How many rows answer it."""
    found = ask(question)
    return found.count if found else 0
