"""What lists share: search words, order and page number live in the URL."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from kernel.search import words

M = TypeVar("M", bound=Model)

PER_PAGE = 50


def searched(rows: QuerySet[M], text: str, matches: Callable[[str], Q]) -> QuerySet[M]:
    """Rows that match every word; `matches` says what a word may match."""
    for word in words(text):
        rows = rows.filter(matches(word))
    return rows


def order_of(request: HttpRequest, orders: Mapping[str, tuple[str, ...]], default: str) -> tuple[str, list[str]]:
    """The order that the URL asks for, as its key ("-name") and as fields; ties are broken by pk.

    `orders` maps a key to the fields behind it; "-" turns the first of them round.
    """
    asked = request.GET.get("order", default)
    key = asked if asked.removeprefix("-") in orders else default
    sign = "-" if key.startswith("-") else ""
    first, *others = orders[key.removeprefix("-")]
    return key, [f"{sign}{first}", *others, f"{sign}pk"]


def page_of(request: HttpRequest, rows: QuerySet[M], *, per_page: int = PER_PAGE) -> Page[Any]:
    """The page that the URL asks for; nonsense is the first, past the end is the last."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def whole_number(text: str | None) -> int | None:
    """An id out of a URL; None when it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
