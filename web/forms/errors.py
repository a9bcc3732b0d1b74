"""A DomainError of an operation, shown at the fields that it is about."""

from collections.abc import Mapping
from typing import Any

from django import forms

from kernel.errors import DomainError

Rows = Mapping[str, "forms.BaseFormSet[Any]"]


def show_errors(form: forms.BaseForm, error: DomainError, *, rows: Rows | None = None) -> None:
    """Add every field's sentences to the form; "lines.2.quantity" goes to the third form of rows["lines"].

    What belongs to no field stands above the form.
    """
    for path, messages in error.errors.items():
        place, field = _place(form, path, rows or {})
        for message in messages:
            place.add_error(field, message)
    if not error.errors:
        form.add_error(None, error.detail)


def _place(form: forms.BaseForm, path: str, rows: Rows) -> tuple[forms.BaseForm, str | None]:
    name, _, rest = path.partition(".")
    index, _, field = rest.partition(".")
    if name in rows and index.isdecimal():
        form = rows[name].forms[int(index)]
        name = field
    return form, name if name in form.fields else None
