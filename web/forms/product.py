"""A product and the rows of its variations. The operation checks; these forms parse what was typed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict

from accounting.tax.queries import TaxCodeInfo, tax_codes
from company.queries import BusinessInfo
from inventory.catalogue.enums import Unit
from inventory.catalogue.rules.products import ProductInput, VariationInput
from web.forms.fields import AmountField, CodesField, QuantityField, set_numbers
from web.forms.versions import show_saved


class ProductForm(forms.Form):
    """What all variations share."""

    name = forms.CharField(
        label="Name", widget=forms.TextInput(attrs={"autofocus": True, "placeholder": "Basmati rice"})
    )
    category_id = forms.TypedChoiceField(label="Category", required=False, coerce=int, empty_value=None)
    description = forms.CharField(label="Description", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, categories: Iterable[Model], **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **kwargs)
        choices = [("", "None"), *((category.pk, str(category)) for category in categories)]
        self.fields["category_id"].choices = choices  # type: ignore[attr-defined]


class VariationForm(forms.Form):
    """A thing with a SKU and a price."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Variation", required=False, widget=forms.TextInput(attrs={"placeholder": "5 kg"}))
    sku = forms.CharField(label="SKU", widget=forms.TextInput(attrs={"placeholder": "RIC-005"}))
    price = AmountField(label="Price")
    tax_code_id = forms.TypedChoiceField(label="Tax", coerce=int)
    unit = forms.ChoiceField(label="Sold by", choices=[(unit.value, unit.label) for unit in Unit])
    barcodes = CodesField(label="Barcodes", required=False)
    reorder_point = QuantityField(label="Reorder at", required=False, placeholder="0")
    reorder_quantity = QuantityField(label="Reorder quantity", required=False, placeholder="0")
    tracks_expiry = forms.BooleanField(label="Has an expiry date", required=False)

    def __init__(self, *args: Any, codes: Sequence[TaxCodeInfo], business: BusinessInfo, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **kwargs)
        # None is chosen beforehand: the first of the alphabet would be sold under.
        self.fields["tax_code_id"].choices = [("", "Choose one"), *((code.id, code.name) for code in codes)]  # type: ignore[attr-defined]
        set_numbers(self, business)

    def command(self) -> VariationInput:
        """The row as the operation takes it; call it when the form is valid."""
        values = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return VariationInput(**{**values, "id": self.cleaned_data["id"]})


VariationFormSet = forms.formset_factory(
    VariationForm, extra=0, min_num=1, validate_min=True, max_num=100, absolute_max=100
)


def variation_rows(
    data: Any,  # noqa: ANN401 (a QueryDict or nothing)
    *,
    day: date,
    business: BusinessInfo,
    initial: list[dict[str, Any]] | None = None,
) -> "forms.BaseFormSet[VariationForm]":
    """The rows, bound to `data` if there is any; taxes are the codes that are valid on the day."""
    codes = [code for code in tax_codes(day) if code.percent is not None]
    rows = VariationFormSet(
        data, prefix="variations", initial=initial, form_kwargs={"codes": codes, "business": business}
    )
    for form in rows.forms:
        form.empty_permitted = False
    return rows


def product_command(form: ProductForm, rows: "forms.BaseFormSet[VariationForm]") -> ProductInput:
    """What was typed, as the operation takes it; both must be valid."""
    return ProductInput(variations=tuple(row.command() for row in rows.forms), **form.cleaned_data)


def show_saved_product(form: ProductForm, rows: "forms.BaseFormSet[VariationForm]", saved: ProductInput) -> None:
    """At each field of the form and its rows: what is saved now, where that is something else."""
    show_saved(form, {name: value for name, value in asdict(saved).items() if name != "variations"})
    known = {variation.id: asdict(variation) for variation in saved.variations}
    for row in rows.forms:
        if (number := row.cleaned_data.get("id")) in known:
            show_saved(row, known[number])


def with_saved_rows(data: QueryDict, saved: ProductInput, blank: VariationForm) -> QueryDict:
    """What was typed, with a row for each variation that was added to the product meanwhile."""
    data = data.copy()
    count = int(data.get("variations-TOTAL_FORMS") or 0)
    typed = {data.get(f"variations-{index}-id") for index in range(count)}
    for variation in saved.variations:
        if str(variation.id) in typed:
            continue
        for name, value in asdict(variation).items():
            shown = blank.fields[name].prepare_value(value)
            data[f"variations-{count}-{name}"] = "" if shown in (None, False) else str(shown)
        count += 1
    data["variations-TOTAL_FORMS"] = str(count)
    return data
