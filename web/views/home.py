"""The first page of a business: figures, trend, what needs attention, the first steps."""

from datetime import timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from insights.queries import Home, change_percent, home
from insights.queries.first_steps import FirstSteps, first_steps
from inventory.stock.enums import StockState
from inventory.stock.queries import low_stock
from inventory.stock.rules.expiry import EXPIRED, SOON
from kernel.money import to_decimal
from kernel.permissions import Permission, works_everywhere
from people.queries.owners import owners
from web.access import PageRequest, page
from web.shell import Shell, shell_of

LOW_ROWS = 6


class Figure(NamedTuple):
    """A card: an amount in minor units, its change in percent, a line underneath."""

    label: str
    amount: int
    change: float | None
    note: str


class Attention(NamedTuple):
    """Something to do, and where."""

    icon: str
    tone: str
    title: str
    note: str
    url: str


class Step(NamedTuple):
    """Of the first steps."""

    title: str
    note: str
    url: str
    done: bool


@page(Permission.INSIGHTS_HOME_READ)
def home_page(request: PageRequest) -> HttpResponse:
    """Of the chosen outlet, or of all where the person works."""
    shell = shell_of(request)
    now = timezone.now()
    found = home(shell.scope, today=shell.today(now))
    steps = first_steps(shell.scope)
    hour = now.astimezone(ZoneInfo(shell.business.timezone)).hour
    return render(
        request,
        "home/home.html",
        {
            "greeting": "Good morning" if hour < 12 else "Good afternoon" if hour < 17 else "Good evening",
            "figures": _figures(found),
            "trend": _trend(found, shell),
            "attention": _attention(found),
            "low": low_stock(shell.scope)[:LOW_ROWS],
            "steps": _steps(steps) if request.user.may(Permission.CATALOGUE_PRODUCT_WRITE) else [],
            "progress": steps,
            "found": found,
            "shown": shell,
            "whom_to_ask": _whom_to_ask(shell),
        },
    )


def _whom_to_ask(shell: Shell) -> list[str]:
    """The owners, for somebody who works at some outlets only, and at none yet."""
    return [] if shell.outlets or works_everywhere(shell.user.role) else [str(owner) for owner in owners()]


def _figures(found: Home) -> list[Figure]:
    week, last = found.this_week, found.last_week
    receipts = f"{week.receipts:,} {'receipt' if week.receipts == 1 else 'receipts'}"
    sales = Figure("Net sales", week.net, change_percent(week.net, last.net), "without tax")
    basket = Figure("Average basket", week.basket, change_percent(week.basket, last.basket), receipts)
    if not found.shows_costs:
        return [sales, basket]
    margin = f"{week.profit / week.net:.1%} margin" if week.net else "no sales yet"
    profit = Figure("Gross profit", week.profit, change_percent(week.profit, last.profit), margin)
    return [sales, profit, basket, Figure("Stock value", found.stock.value, None, "at what it cost")]


def _trend(found: Home, shell: Shell) -> dict[str, Any]:
    currency = shell.business.currency
    days = [found.this_week.first + timedelta(days=offset) for offset in range(len(found.this_week.daily))]
    return {
        "days": [day.isoformat() for day in days],
        "now": [float(to_decimal(amount, currency)) for amount in found.this_week.daily],
        "before": [float(to_decimal(amount, currency)) for amount in found.last_week.daily],
        "currency": currency,
        "locale": shell.business.locale.replace("_", "-"),
    }


def _attention(found: Home) -> list[Attention]:
    stock, batches = found.stock, reverse("batch_list")
    levels = f"{reverse('stock_list')}?state="
    soon = f"Within the next {SOON.days} days"
    possible = [
        (stock.expired, "calendar-x", "bad", "expired", "Take them off the shelf", f"{batches}?expiry={EXPIRED.key}"),
        (stock.out, "package-x", "bad", "out of stock", "Nothing left on the shelf", levels + StockState.OUT),
        (stock.low, "package-minus", "warn", "running low", "At or under the reorder point", levels + StockState.LOW),
        (stock.expiring, "calendar-clock", "warn", "expiring", soon, f"{batches}?expiry={SOON.key}"),
    ]  # fmt: skip
    return [
        Attention(icon, tone, f"{count:,} {_noun(count, url, batches)} {what}", note, url)
        for count, icon, tone, what, note, url in possible
        if count
    ]


def _noun(count: int, url: str, batches: str) -> str:
    one, many = ("batch", "batches") if url.startswith(batches) else ("product", "products")
    return one if count == 1 else many


def _steps(progress: FirstSteps) -> list[Step]:
    if progress.has_sold:
        return []
    return [
        Step("Open the business", "Its books and tax codes are ready", "", done=True),
        Step("Add a product", "With its price and tax", reverse("product_new"), progress.has_products),
        Step("Count the shelf", "The till then knows what is left", reverse("opening_stock"), progress.has_stock),
        Step("Make the first sale", "Stock and books follow by themselves", reverse("till"), progress.has_sold),
    ]  # fmt: skip
