from django import forms


class OutletNameForm(forms.Form):
    """What of an outlet can be changed."""

    name = forms.CharField(label="Name", max_length=80, widget=forms.TextInput(attrs={"placeholder": "Westlands"}))


class OutletForm(OutletNameForm):
    """Another place that sells and keeps stock."""

    code = forms.CharField(
        label="Code",
        max_length=3,
        help_text="Two or three letters or digits. Receipts of the outlet begin with it; it can't be changed later.",
        widget=forms.TextInput(attrs={"placeholder": "WL", "autocapitalize": "characters", "class": "uppercase"}),
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()
