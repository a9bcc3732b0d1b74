"""What a list can be narrowed down by, read from an address. Ranges include both ends."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django import forms
from django.db.models import Q

MAX_ID = 2**63 - 1


class FilterKind(StrEnum):
    """What is written in the address: `flag` is true or false, `day` is 2026-11-21."""

    CHOICE = "choice"
    DAY = "day"
    FLAG = "flag"
    ID = "id"
    TEXT = "text"
    UUID = "uuid"


class _Flag(forms.TypedChoiceField):
    def __init__(self) -> None:
        super().__init__(choices=[("true", "Yes"), ("false", "No")], coerce=lambda text: text == "true")


_FIELDS: dict[FilterKind, forms.Field] = {
    FilterKind.DAY: forms.DateField(input_formats=["%Y-%m-%d"]),
    FilterKind.FLAG: _Flag(),
    FilterKind.ID: forms.IntegerField(min_value=1, max_value=MAX_ID),
    FilterKind.TEXT: forms.CharField(max_length=200),
    FilterKind.UUID: forms.UUIDField(),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """`where` gives the condition for a value and the day that is today; `choices` are (value, label)."""

    name: str
    label: str
    kind: FilterKind
    where: Callable[[Any, date], Q]
    choices: tuple[tuple[str, str], ...] = ()

    def read(self, text: str) -> Any:  # noqa: ANN401 (the kind says what)
        """The value. django.core.exceptions.ValidationError when it can't be read."""
        field = forms.ChoiceField(choices=self.choices) if self.kind is FilterKind.CHOICE else _FIELDS[self.kind]
        return field.clean(text)


class Labelled(Protocol):
    """An enum whose members say what they are called."""

    @property
    def value(self) -> str: ...

    @property
    def label(self) -> str: ...


def labels(members: Iterable[Labelled]) -> tuple[tuple[str, str], ...]:
    """The choices that an enum has."""
    return tuple((member.value, member.label) for member in members)


def _is(field: str) -> Callable[[Any, date], Q]:
    return lambda value, _today: Q(**{field: value})


def by_id(name: str, label: str) -> Filter:
    """`outlet=3` finds rows whose outlet is number 3."""
    return Filter(name, label, FilterKind.ID, _is(f"{name}_id"))


def by_text(name: str, label: str) -> Filter:
    """`number=MN/2627/1` finds rows with exactly this."""
    return Filter(name, label, FilterKind.TEXT, _is(name))


def by_uuid(name: str, label: str) -> Filter:
    """Rows with this identifier."""
    return Filter(name, label, FilterKind.UUID, _is(name))


def by_days(field: str, label: str) -> tuple[Filter, Filter]:
    """`date_from=` and `date_to=`, of the field."""
    return (
        Filter("date_from", f"{label}, from", FilterKind.DAY, _is(f"{field}__gte")),
        Filter("date_to", f"{label}, to", FilterKind.DAY, _is(f"{field}__lte")),
    )


def by_choice(
    name: str, label: str, choices: tuple[tuple[str, str], ...], where: Callable[[str, date], Q] | None = None
) -> Filter:
    """One of some words; without `where` it is the field of that name."""
    return Filter(name, label, FilterKind.CHOICE, where or _is(name), choices)
