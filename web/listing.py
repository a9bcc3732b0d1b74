"""The lists of the pages, made of the rooms' declarations (kernel.listings); the page's number is in the URL too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from kernel.filters import Filter, FilterKind
from kernel.listings import Asked, Column, Listing, Viewer

V = TypeVar("V", bound=Viewer)
M = TypeVar("M", bound=Model)

PER_PAGE = 50
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Control:
    """A filter as a field above the list: a date, or a select whose first choice is `everything`."""

    name: str
    label: str
    everything: str
    choices: Choices
    value: str
    is_day: bool


@dataclass(frozen=True, slots=True)
class ShownList(Generic[M]):
    """A list as a page shows it: `rows` is one page of it, `ordering` the order's name."""

    name: str
    rows: Page[Any]
    columns: tuple[Column, ...]
    orders: frozenset[str]
    controls: tuple[Control, ...]
    asked: Asked
    is_searched: bool

    @property
    def text(self) -> str:
        """What was searched for."""
        return self.asked.search

    @property
    def ordering(self) -> str:
        """The order's name, with "-" before it when it is turned round."""
        return self.asked.ordering

    @property
    def keys(self) -> frozenset[str]:
        """The columns that this person sees."""
        return frozenset(column.key for column in self.columns)

    @property
    def is_narrowed(self) -> bool:
        """Whether something was asked for: an empty list then isn't an empty business."""
        return bool(self.asked.search or self.asked.filters)


def shown_list(
    request: HttpRequest,
    listing: Listing[V, M],
    viewer: V,
    *,
    name: str,
    today: date,
    controls: Mapping[str, str] | None = None,
    choices: Mapping[str, Choices] | None = None,
    only: Callable[[QuerySet[M]], QuerySet[M]] = lambda rows: rows,
    per_page: int = PER_PAGE,
) -> ShownList[M]:
    """What the URL asks for; what can't be read of it is passed over.

    `controls` maps the filters that the page offers to what no choice is called; `choices` gives those of filters that
    declare none. `only` narrows the rows down to what the page is about.
    """
    asked = listing.read(request.GET.dict(), viewer)
    rows = listing.narrowed(only(listing.rows(viewer)), asked, today).order_by(*listing.order_of(asked))
    hidden = listing.hidden_from(viewer)
    return ShownList(
        name=name,
        rows=page_of(request, rows, per_page=per_page),
        columns=listing.columns_for(viewer),
        orders=frozenset(listing.orders) - hidden,
        controls=tuple(
            _control(each, (controls or {})[each.name], choices or {}, asked)
            for each in listing.filters
            if each.name in (controls or {})
        ),
        asked=asked,
        is_searched=listing.matches is not None,
    )


def _control(each: Filter, everything: str, choices: Mapping[str, Choices], asked: Asked) -> Control:
    value = asked.filters.get(each.name, "")
    if each.kind is FilterKind.FLAG and value != "":
        value = "true" if value else "false"
    offered = choices.get(each.name, each.choices)
    return Control(each.name, each.label, everything, offered, str(value), each.kind is FilterKind.DAY)


def page_of(request: HttpRequest, rows: QuerySet[M], *, per_page: int = PER_PAGE) -> Page[Any]:
    """The page that the URL asks for; nonsense is the first, past the end is the last."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def whole_number(text: str | None) -> int | None:
    """An id out of a URL; None when it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
