"""A list, declared once in its room: its rows, how they are searched, ordered and narrowed down, and its columns.

Pages (web.listing) and the API (api.listing) are made of the declaration, so neither knows an order or a filter that
the other doesn't. The addresses of both have the same names: `search`, `ordering` and those of the filters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from kernel.filters import Filter
from kernel.permissions import Permission
from kernel.search import words

SEARCH, ORDERING = "search", "ordering"


class Viewer(Protocol):
    """Who looks: an actor, or an actor with outlets (company.scope.Scope)."""

    def may(self, permission: Permission) -> bool:
        """Whether who looks may."""
        ...


V = TypeVar("V", bound=Viewer)
M = TypeVar("M", bound=Model)


class Kind(StrEnum):
    """How a column's values are written: money is minor units of the business's currency."""

    DAY = "day"
    MOMENT = "moment"
    MONEY = "money"
    QUANTITY = "quantity"
    TEXT = "text"

    @property
    def is_figure(self) -> bool:
        """Whether it stands to the right."""
        return self in {Kind.MONEY, Kind.QUANTITY}


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is also the name of the order by it, if there is one, and of the API's field, if that is the same.

    Who lacks the permission sees neither the column nor the field, and can't order by it.
    """

    key: str
    label: str
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    permission: Permission | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list. `wrong` says which values of it can't be read."""

    search: str = ""
    ordering: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    wrong: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)  # no slots: `Listing[Scope, Sale](…)` notes its types on the value
class Listing(Generic[V, M]):
    """`orders` maps a name to the fields behind it, none of which may be null. "-name" is descending by the first of
    them; the others stay ascending.

    `order` is the default. `matches` is the condition for what was typed; None: the list isn't searched.
    """

    rows: Callable[[V], QuerySet[M]]
    orders: Mapping[str, tuple[str, ...]]
    order: str
    columns: tuple[Column, ...]
    matches: Callable[[str], Q] | None = None
    filters: tuple[Filter, ...] = ()

    @property
    def parameters(self) -> frozenset[str]:
        """The names that an address may ask by."""
        return frozenset({ORDERING, *(each.name for each in self.filters)} | ({SEARCH} if self.matches else set()))

    def columns_for(self, viewer: Viewer) -> tuple[Column, ...]:
        """Those that the viewer may see."""
        return tuple(each for each in self.columns if each.permission is None or viewer.may(each.permission))

    def hidden_from(self, viewer: Viewer) -> frozenset[str]:
        """The keys of those that the viewer may not see."""
        return frozenset(each.key for each in self.columns) - {each.key for each in self.columns_for(viewer)}

    def read(self, address: Mapping[str, str], viewer: Viewer) -> Asked:
        """What an address asks for. An unknown order is wrong; a page that doesn't look at that has the default."""
        filters, wrong = {}, {}
        for each in self.filters:
            if text := address.get(each.name, "").strip():
                try:
                    filters[each.name] = each.read(text)
                except ValidationError as error:
                    wrong[each.name] = error.messages
        search = address.get(SEARCH, "").strip()
        hidden = self.hidden_from(viewer)
        asked = [key.strip() for key in address.get(ORDERING, "").split(",")]
        known = [key for key in asked if (name := key.removeprefix("-")) in self.orders and name not in hidden]
        if unknown := [key for key in asked if key and key not in known]:
            orders = ", ".join(key for key in self.orders if key not in hidden)
            wrong[ORDERING] = [f"There is no order {', '.join(unknown)}. Known: {orders}, each also with a minus."]
        return Asked(search, ",".join(known) or self.order, filters, wrong)

    def narrowed(self, rows: QuerySet[M], asked: Asked, today: date) -> QuerySet[M]:
        """The rows that were asked for, in no order yet."""
        if self.matches and asked.search:
            rows = rows.filter(self.matches(asked.search))
        for each in self.filters:
            if each.name in asked.filters:
                rows = rows.filter(each.where(asked.filters[each.name], today))
        return rows

    def order_of(self, asked: Asked) -> tuple[str, ...]:
        """The fields to order by; no two rows are alike in all of them."""
        fields: dict[str, str] = {}
        for key in (asked.ordering or self.order).split(","):
            sign = "-" if key.startswith("-") else ""
            first, *others = self.orders[key.removeprefix("-")]
            fields.setdefault(first, f"{sign}{first}")
            for other in others:
                fields.setdefault(other, other)
        last = "-" if (asked.ordering or self.order).startswith("-") else ""
        return (*fields.values(), f"{last}pk")


def any_field(*lookups: str) -> Callable[[str], Q]:
    """Every word of what was typed is found in one of the fields, each named with its look-up."""
    return every_word(lambda word: _any(lookups, word))


def every_word(matches: Callable[[str], Q]) -> Callable[[str], Q]:
    """The condition that every word of what was typed matches."""

    def condition(text: str) -> Q:
        found = Q()
        for word in words(text):
            found &= matches(word)
        return found

    return condition


def _any(lookups: tuple[str, ...], word: str) -> Q:
    found = Q()
    for lookup in lookups:
        found |= Q(**{lookup: word})
    return found
