"""Fifty tills sell one scarce thing: nothing is oversold, and nobody is shown a deadlock."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from accounting.ledger.enums import TenderMethod
from accounting.tax.queries import tax_codes
from bench.crew import Crew, Job, Piece
from bench.shop import Shop
from company.scope import scope_of
from inventory.catalogue.operations.create_product import create_product
from inventory.catalogue.queries.by_sku import variation_ids_by_sku
from inventory.catalogue.rules.products import ProductInput, VariationInput
from inventory.stock.operations.record_opening_stock import OpeningLine, RecordOpeningStock, record_opening_stock
from inventory.stock.queries.stock import stock_levels
from kernel.errors import DomainError
from kernel.schemas import in_schema
from sales.selling.operations.record_sale import RecordSale, record_sale
from sales.selling.rules.pricing import CartLine
from sales.selling.rules.tenders import Tender

TILLS, TRIES, UNITS = 50, 10, 200


@dataclass(frozen=True, slots=True)
class Scramble:
    """What the tills were told, by word, and what the shelf holds afterwards."""

    outcomes: Counter[str]
    left: Decimal

    @property
    def clean(self) -> bool:
        """Exactly what was there is sold, and everybody else hears that it is gone."""
        told = {"sold": UNITS, "insufficient_stock": TILLS * TRIES - UNITS}
        return dict(self.outcomes) == told and self.left == 0


def scramble(shop: Shop, now: datetime) -> Scramble:
    """Each till asks for the scarce thing and an ordinary one, half of them in the other order."""
    with in_schema(shop.schema):
        scarce = _put_on_shelf(shop, now)
    with Crew(TILLS, {"sell": _till(shop, scarce)}) as tills:
        works = tills.do("sell", TRIES)
    with in_schema(shop.schema):
        left = stock_levels(scope_of(shop.owner()).at(shop.outlet_id)).get(variation_id=scarce).quantity
    return Scramble(sum((work.outcomes for work in works), Counter()), left)


def _put_on_shelf(shop: Shop, now: datetime) -> int:
    owner, tax = shop.owner(), tax_codes(now.date())[0].id
    sku = f"SCARCE-{now:%H%M%S%f}"
    create_product(actor=owner, command=ProductInput(sku, (VariationInput(sku, 1000, tax),)), now=now)
    scarce = variation_ids_by_sku([sku])[sku]
    stock = RecordOpeningStock(shop.outlet_id, (OpeningLine(scarce, Decimal(UNITS), 700),))
    record_opening_stock(actor=owner, command=stock, now=now)
    return scarce


def _till(shop: Shop, scarce: int) -> Job:
    def prepare(dice: random.Random) -> Piece:
        with in_schema(shop.schema):
            owner = shop.owner()

        def sell() -> str:
            pair = [scarce, shop.variations[0]]
            dice.shuffle(pair)
            lines = tuple(CartLine(each, Decimal(1)) for each in pair)
            command = RecordSale(
                outlet_id=shop.outlet_id, lines=lines, payments=(Tender(TenderMethod.CASH, 10_000_000),)
            )
            with in_schema(shop.schema):
                try:
                    record_sale(actor=owner, command=command, now=timezone.now())
                except DomainError as error:
                    return error.code
            return "sold"

        return sell

    return prepare
