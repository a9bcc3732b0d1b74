from collections.abc import Sequence
from typing import Any

from django import forms

from company.queries import OutletInfo
from kernel.permissions import Role
from web.forms.fields import password_hint


class PlaceForm(forms.Form):
    """What a person does here, and where."""

    role = forms.TypedChoiceField(
        label="Role", coerce=Role, choices=[(role.value, role.value.title()) for role in Role], initial=Role.STAFF
    )
    outlet_ids = forms.TypedMultipleChoiceField(
        label="Works at",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Managers and staff work at these outlets only; the other roles work everywhere.",
    )

    def __init__(self, *args: Any, outlets: Sequence[OutletInfo], **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **kwargs)
        self.fields["outlet_ids"].choices = [(outlet.id, outlet.name) for outlet in outlets]  # type: ignore[attr-defined]


class DetailsForm(PlaceForm):
    """Who a person is, too."""

    name = forms.CharField(label="Name", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.CharField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class PersonForm(DetailsForm):
    """A teammate, with a first password that the owner hands over."""

    password = forms.CharField(
        label="First password",
        strip=False,
        help_text=f"{password_hint()} They change it after signing in.",
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )
