from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms

from kernel.actors import Actor
from kernel.permissions import Permission
from people.rules.keys import GRANTABLE

_DAYS = (("30", "30 days"), ("90", "90 days"), ("365", "a year"), ("", "until it is revoked"))


class KeyForm(forms.Form):
    """What a key is called, how long it lives, what it is for."""

    name = forms.CharField(
        label="Name",
        required=False,
        help_text="What will use it. The audit trail names it.",
        widget=forms.TextInput(attrs={"placeholder": "Till bridge", "autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(label="Works for", coerce=int, empty_value=None, required=False, choices=_DAYS)
    scopes = forms.TypedMultipleChoiceField(
        label="May", required=False, coerce=Permission, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **kwargs)
        own = [permission for permission in Permission if permission in GRANTABLE and actor.may(permission)]
        self.fields["scopes"].choices = [(scope.value, _label(scope)) for scope in own]  # type: ignore[attr-defined]

    @property
    def rooms(self) -> Iterable[tuple[str, list[Any]]]:
        """The boxes by what they are about: ("Sales", [...])."""
        boxes = groupby(self["scopes"], key=lambda box: str(box.data["value"]).partition(":")[0])
        return [(room.title(), list(found)) for room, found in boxes]


def _label(scope: Permission) -> str:
    """`catalogue:product:read` → “Product: read”."""
    _room, thing, action = scope.split(":")
    return f"{thing.title()}: {action}"
