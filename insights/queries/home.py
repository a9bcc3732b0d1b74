from dataclasses import dataclass
from datetime import date, timedelta

from company.scope import Scope
from inventory.stock.queries.watch import StockWatch, stock_watch
from kernel.permissions import Permission
from sales.selling.queries import sales_by_day

DAYS = 7


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days: amounts in minor units without tax; `daily` is net sales, oldest day first."""

    first: date
    receipts: int
    net: int
    cost: int
    daily: tuple[int, ...]

    @property
    def profit(self) -> int:
        return self.net - self.cost

    @property
    def basket(self) -> int:
        """The average receipt."""
        return self.net // self.receipts if self.receipts else 0


@dataclass(frozen=True, slots=True)
class Home:
    """The last seven days, the seven before, and the stock. Without the right to see costs, `shows_costs` is false."""

    this_week: Week
    last_week: Week
    stock: StockWatch
    shows_costs: bool


def home(scope: Scope, *, today: date) -> Home:
    """What the first page says of the outlets in view. Three statements."""
    scope.require(Permission.INSIGHTS_HOME_READ)
    return Home(
        *_weeks(scope, today),
        stock=stock_watch(scope, today=today),
        shows_costs=scope.may(Permission.CATALOGUE_COST_READ),
    )


def change_percent(now: int, before: int) -> float | None:
    """By how many percent a figure changed; None when there was nothing before."""
    return None if before == 0 else round((now - before) * 100 / abs(before), 1)


def _weeks(scope: Scope, today: date) -> tuple[Week, Week]:
    first = today - timedelta(days=2 * DAYS - 1)
    figures = sales_by_day(scope, first=first, last=today)

    def week(begin: date) -> Week:
        days = [begin + timedelta(days=offset) for offset in range(DAYS)]
        found = [figures[day] for day in days if day in figures]
        return Week(
            begin,
            sum(day.receipts for day in found),
            sum(day.net for day in found),
            sum(day.cost for day in found),
            tuple(figures[day].net if day in figures else 0 for day in days),
        )

    return week(first + timedelta(days=DAYS)), week(first)
