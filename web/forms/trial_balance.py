from collections.abc import Sequence
from typing import Any

from django import forms

from company.queries import OutletInfo


class TrialBalanceForm(forms.Form):
    """The day and the outlet; both may be left out."""

    as_of = forms.DateField(label="At the end of", required=False)
    outlet = forms.TypedChoiceField(label="Outlet", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, outlets: Sequence[OutletInfo], **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **kwargs)
        self.fields["outlet"].choices = [("", "All outlets"), *((outlet.id, outlet.name) for outlet in outlets)]  # type: ignore[attr-defined]
