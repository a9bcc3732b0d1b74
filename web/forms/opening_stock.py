"""Rows of opening stock: what is on the shelf, what it cost, when it expires."""

from collections.abc import Sequence
from typing import Any

from django import forms

from company.queries import BusinessInfo, OutletInfo
from inventory.stock.operations.record_opening_stock import OpeningLine
from web.forms.fields import AmountField, QuantityField, set_numbers


class OpeningStockForm(forms.Form):
    """The outlet whose shelf it is."""

    outlet = forms.TypedChoiceField(label="Outlet", coerce=int)

    def __init__(self, *args: Any, outlets: Sequence[OutletInfo], **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **kwargs)
        self.fields["outlet"].choices = [(outlet.id, outlet.name) for outlet in outlets]  # type: ignore[attr-defined]


class OpeningLineForm(forms.Form):
    """A batch."""

    variation_id = forms.IntegerField(widget=forms.HiddenInput)
    quantity = QuantityField(label="Quantity")
    unit_cost = AmountField(label="Cost of one")
    batch_number = forms.CharField(label="Batch", required=False, max_length=40)
    expires_on = forms.DateField(label="Expires", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, business: BusinessInfo, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **kwargs)
        set_numbers(self, business)

    def line(self) -> OpeningLine:
        """As the operation takes it; call it when the form is valid."""
        return OpeningLine(**self.cleaned_data)


OpeningLineFormSet = forms.formset_factory(OpeningLineForm, extra=0, max_num=500, absolute_max=500)


def opening_rows(data: Any, *, business: BusinessInfo) -> Any:  # noqa: ANN401 (Django's own)
    """The rows, bound to `data` if there is any."""
    rows = OpeningLineFormSet(data, prefix="lines", form_kwargs={"business": business})
    for form in rows.forms:
        form.empty_permitted = False
    return rows
