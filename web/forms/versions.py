"""Two people at one form: who comes later is told what is saved now, field by field, and merges by hand.

The form carries the version that it was made from. A form that comes back for another reason keeps that version; one
that is told of a change carries the new one, so that sending it again is meant.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest

from kernel.versions import VersionChanged, version_of

FIELD = "version"
CHANGED_WORDS = (
    "Somebody changed this while you were at it, and yours is not saved. Where yours is another value, what is saved "
    "now stands below it: make it what it should be, and save again."
)


def sent_version(request: HttpRequest) -> str | None:
    """The version that the form was made from."""
    return request.POST.get(FIELD) or None


def version_for(request: HttpRequest, as_it_is: Any, error: Exception | None = None) -> str:  # noqa: ANN401 (a dataclass)
    """The version that the form is to carry."""
    if request.method == "POST" and not isinstance(error, VersionChanged):
        return sent_version(request) or ""
    return version_of(as_it_is)


def show_saved(form: forms.BaseForm, saved: Mapping[str, Any]) -> None:
    """At each field whose value is another one: what is saved now."""
    for name, value in saved.items():
        if name in form.cleaned_data and not _same(form.cleaned_data[name], value):
            form.add_error(name, f"Saved now: {_text(form.fields[name], value)}")


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401 (what fields hold)
    if isinstance(one, list):
        return set(one) == set(other)
    return (one or None) == (other or None)


def _text(field: forms.Field, value: Any) -> str:  # noqa: ANN401 (what fields hold)
    """A value as the field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list) else [value]
    shown = [labels.get(str(each), str(field.prepare_value(each))) for each in values if each not in (None, "")]
    return ", ".join(shown) or "nothing"


def show_change(form: forms.BaseForm, saved: Mapping[str, Any]) -> None:
    """For a form without rows: that somebody changed it, and what is saved now."""
    show_saved(form, saved)
    form.add_error(None, CHANGED_WORDS)
