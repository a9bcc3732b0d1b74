"""A sale of ten lines, four ways: the floor, the operation, an HTTP POST; in an empty shop and in a lived-in one."""

import random
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounting.ledger.enums import TenderMethod
from bench.crew import Crew, Job, Piece, seconds_each
from bench.floor import record_floor_sale
from bench.server import signed_in
from bench.shop import TAX_PERCENT, Shop
from kernel.schemas import in_schema
from sales.selling.operations.record_sale import RecordSale, record_sale
from sales.selling.rules.pricing import CartLine
from sales.selling.rules.tenders import Tender

_ENOUGH_CASH = 100_000_000
_WARM_UP = 10


@dataclass(frozen=True, slots=True)
class SaleTimes:
    """Seconds for one sale at so many clients, by way and shop; one figure for each round."""

    clients: int
    rounds: dict[str, list[float]]

    def milliseconds(self, way: str) -> float:
        return median(self.rounds[way]) * 1000

    def ratio(self, way: str, to: str) -> float:
        """The median of the rounds' ratios: what slows a round slows both."""
        return median(one / other for one, other in zip(self.rounds[way], self.rounds[to], strict=True))


def measure_sales(*, shops: dict[str, Shop], port: int, clients: int, rounds: int, sales: int) -> SaleTimes:
    """Every round takes each way in turn, `sales` sales a client."""
    ways = {f"{way} {name}": job for name, shop in shops.items() for way, job in _jobs(shop, port).items()}
    return _measured(ways, clients, rounds, sales)


def _measured(ways: dict[str, Job], clients: int, rounds: int, sales: int) -> SaleTimes:
    times: dict[str, list[float]] = {way: [] for way in ways}
    with Crew(clients, ways) as crew:
        for way in ways:
            crew.do(way, _WARM_UP)
        for _ in range(rounds):
            for way in ways:
                times[way].append(seconds_each(crew.do(way, sales)))
    return SaleTimes(clients, times)


def measure_without_cache(shop: Shop, *, ports: dict[str, int], rounds: int, sales: int) -> SaleTimes:
    """Over HTTP at one client, by servers that take turns."""
    ways: dict[str, Job] = {way: partial(_post, shop, port) for way, port in ports.items()}
    return _measured(ways, 1, rounds, sales)


def _jobs(shop: Shop, port: int) -> dict[str, Job]:
    return {
        "floor": lambda dice: _floor(shop, dice),
        "operation": lambda dice: sale_by_operation(shop, dice),
        "http": lambda dice: _post(shop, port, dice),
    }


def _floor(shop: Shop, dice: random.Random) -> Piece:
    def sell() -> str:
        cart = shop.cart(dice)
        record_floor_sale(outlet_id=shop.outlet_id, actor_id=shop.owner_id, cart=cart, percent=TAX_PERCENT)
        return "sold"

    return _in(shop, sell)


def sale_by_operation(shop: Shop, dice: random.Random) -> Piece:
    """Sells a cart of ten lines each time it is called."""
    with in_schema(shop.schema):
        owner = shop.owner()

    def sell() -> str:
        record_sale(actor=owner, command=_command(shop, shop.cart(dice)), now=timezone.now())
        return "sold"

    return _in(shop, sell)


def _in(shop: Shop, sell: Piece) -> Piece:
    """Set the connection to the shop where it isn't: a client stays in one shop for a whole round."""

    def sell_there() -> str:
        if connection.schema_name != shop.schema:  # type: ignore[attr-defined]
            connection.set_schema(shop.schema)  # type: ignore[attr-defined]
        return sell()

    return sell_there


def _post(shop: Shop, port: int, dice: random.Random) -> Piece:
    till = signed_in(port, shop)

    def sell() -> str:
        body = {
            "outlet_id": shop.outlet_id,
            "lines": [{"variation_id": each, "quantity": "1"} for each in shop.cart(dice)],
            "payments": [{"method": "cash", "amount": "1000000.00"}],
        }
        answer = till.post("/api/v1/sales/", body)
        if answer.status != HTTPStatus.CREATED:
            raise RuntimeError(f"{answer.status} {answer.body[:500]!r}")
        return "sold"

    return sell


def _command(shop: Shop, cart: list[int]) -> RecordSale:
    lines = tuple(CartLine(each, Decimal(1)) for each in cart)
    return RecordSale(outlet_id=shop.outlet_id, lines=lines, payments=(Tender(TenderMethod.CASH, _ENOUGH_CASH),))


def statements_of_a_sale(shop: Shop, lines: int) -> int:
    """How many statements the operation sends for a cart of so many lines, BEGIN and COMMIT not counted."""
    with in_schema(shop.schema):
        owner = shop.owner()
        command = _command(shop, shop.cart(random.Random(lines), lines))
        with CaptureQueriesContext(connection) as captured:
            record_sale(actor=owner, command=command, now=timezone.now())
    return sum(query["sql"] not in {"BEGIN", "COMMIT"} for query in captured)
