"""Sixty days of trade at one outlet, made up: the same days and seed give the same carts and deliveries.

Customers come first. What they will buy is known before the deliveries are planned, so the shelves are never short;
what was delivered beyond it is the stock of today, some of it about to expire.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_UP, Decimal
from zoneinfo import ZoneInfo

from localdev.demo.catalogue import DemoItem

_HOUR_WEIGHTS = {8: 6, 9: 9, 10: 10, 11: 8, 12: 5, 13: 4, 14: 3, 15: 4, 16: 6, 17: 10, 18: 13, 19: 12, 20: 7}
_WEEKDAY_WEIGHTS = (0.9, 0.85, 0.9, 0.95, 1.1, 1.4, 1.3)
_GROWTH = 0.25
"""Over the sixty days."""
_WEIGHTS_IN_KG = (0.25, 0.5, 0.5, 0.75, 1, 1, 1.5, 2, 3)
_PERISHES_WITHIN = 15
_DELIVERY_HOUR = time(6, 45)


@dataclass(frozen=True, slots=True)
class Cart:
    """`lines` are item and quantity; `discount` in percent of the whole."""

    at: datetime
    lines: tuple[tuple[DemoItem, Decimal], ...]
    tender: str
    discount: int


@dataclass(frozen=True, slots=True)
class Arriving:
    """One line of a delivery; `cost` of one unit in paise."""

    item: DemoItem
    quantity: Decimal
    cost: int
    batch: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Delivery:
    at: datetime
    lines: tuple[Arriving, ...]


Demand = dict[tuple[str, date], Decimal]
"""What is bought, by SKU and day."""

Shelf = list[tuple[date, Decimal]]
"""What is left of each delivery of an item: its last day and its quantity."""


@dataclass(frozen=True, slots=True)
class Trade:
    """An outlet's days, `first` to `today`, about `busyness` carts a day; nothing after `until` has happened yet."""

    catalogue: Sequence[DemoItem]
    outlet_code: str
    timezone: str
    busyness: int
    first: date
    until: datetime

    def events(self) -> Iterator[Cart | Delivery]:
        """Everything that happened, in its order."""
        dice = random.Random(f"counterfoil {self.outlet_code}")
        carts = list(self._carts(dice))
        deliveries = self._deliveries(_demand(carts), dice)
        happened: list[Cart | Delivery] = [*deliveries, *carts]
        return iter(sorted((event for event in happened if event.at <= self.until), key=lambda event: event.at))

    def _days(self) -> list[date]:
        today = self.until.astimezone(ZoneInfo(self.timezone)).date()
        return [self.first + timedelta(days=number) for number in range((today - self.first).days + 1)]

    def _carts(self, dice: random.Random) -> Iterator[Cart]:
        days = self._days()
        popularity = [item.popularity for item in self.catalogue]
        for number, day in enumerate(days):
            trend = 1 + _GROWTH * number / len(days)
            count = round(self.busyness * trend * _WEEKDAY_WEIGHTS[day.weekday()] * dice.uniform(0.85, 1.15))
            for _ in range(count):
                hour = dice.choices(list(_HOUR_WEIGHTS), list(_HOUR_WEIGHTS.values()))[0]
                moment = datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), self._clock)
                chosen = dict.fromkeys(
                    dice.choices(self.catalogue, popularity, k=min(12, 1 + int(dice.expovariate(0.32))))
                )
                lines = tuple((item, _quantity(item, dice)) for item in chosen)
                tender = dice.choices(["mobile", "cash", "card"], [48, 37, 15])[0]
                yield Cart(moment, lines, tender, discount=dice.choices([0, 5, 10], [95, 4, 1])[0])

    def _deliveries(self, demand: Demand, dice: random.Random) -> list[Delivery]:
        arriving: dict[date, list[Arriving]] = defaultdict(list)
        for item in self.catalogue:
            shelf: Shelf = []
            for period in self._periods(item, dice):
                wanted = [demand.get((item.sku, day), Decimal(0)) for day in period]
                quantity = _ordered(item, sum(wanted, Decimal(0)), _usable(shelf, period[-1]), dice)
                if quantity:
                    line = self._arriving(item, quantity, period, dice)
                    arriving[period[0]].append(line)
                    shelf.append((line.expires_on or date.max, quantity))
                for day, sold in zip(period, wanted, strict=True):
                    shelf = _after(shelf, day, sold)
        return [Delivery(datetime.combine(day, _DELIVERY_HOUR, self._clock), tuple(arriving[day])) for day in arriving]

    def _periods(self, item: DemoItem, dice: random.Random) -> Iterator[list[date]]:
        """The days from one delivery to the next; the last ends today."""
        days = self._days()
        every = max(1, item.shelf_days // 2) if _perishable(item) else dice.randint(12, 22)
        start, end = 0, every if _perishable(item) else dice.randint(5, every)
        while start < len(days):
            yield days[start:end]
            start, end = end, end + every

    def _arriving(self, item: DemoItem, quantity: Decimal, period: list[date], dice: random.Random) -> Arriving:
        cost = max(1, round(item.cost * dice.uniform(0.97, 1.02)))
        if not item.shelf_days:
            return Arriving(item, quantity, cost, "", None)
        # Perishables come fresh, the others have been with the wholesaler; all outlast the period.
        keeps = item.shelf_days if _perishable(item) else round(item.shelf_days * dice.uniform(0.5, 1))
        day, expires_on = period[0], period[0] + timedelta(days=max(keeps, len(period) + 1))
        return Arriving(item, quantity, cost, f"{day:%y%m%d}-{dice.randrange(100):02}", expires_on)

    @property
    def _clock(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def _demand(carts: Sequence[Cart]) -> Demand:
    demand: Demand = defaultdict(Decimal)
    for cart in carts:
        for item, quantity in cart.lines:
            demand[item.sku, cart.at.date()] += quantity
    return demand


def _quantity(item: DemoItem, dice: random.Random) -> Decimal:
    if item.unit == "piece":
        return Decimal(dice.choices([1, 2, 3, 4, 6], [72, 18, 5, 3, 2])[0])
    return Decimal(str(round(dice.choice(_WEIGHTS_IN_KG) * dice.uniform(0.92, 1.08), 3)))


def _perishable(item: DemoItem) -> bool:
    return 0 < item.shelf_days <= _PERISHES_WITHIN


def _usable(shelf: Shelf, until: date) -> Decimal:
    return sum((quantity for expires_on, quantity in shelf if expires_on > until), Decimal(0))


def _after(shelf: Shelf, day: date, sold: Decimal) -> Shelf:
    """What is left in the evening, the first to expire having gone first."""
    left: Shelf = []
    for expires_on, quantity in sorted(layer for layer in shelf if layer[0] > day):
        taken = min(quantity, sold)
        sold -= taken
        if quantity > taken:
            left.append((expires_on, quantity - taken))
    return left


def _ordered(item: DemoItem, wanted: Decimal, usable: Decimal, dice: random.Random) -> Decimal:
    """What is missing for the period and a reserve; now and then no reserve, and the shelf is empty at the end."""
    if dice.random() < 0.08:
        reserve = Decimal(0)
    elif _perishable(item):
        reserve = wanted * Decimal(dice.randint(0, 5)) / 100
    else:
        reserve = wanted * Decimal(dice.randint(5, 60)) / 100 + dice.randint(1, 2 + item.popularity)
    step = Decimal(1) if item.unit == "piece" else Decimal("0.1")
    missing = max(Decimal(0), wanted + reserve - usable)
    return (missing / step).quantize(Decimal(1), rounding=ROUND_UP) * step
