from django import forms
from django.core.exceptions import ValidationError

from tenants.life.rules.names import normalised, problem_with


class FindBusinessForm(forms.Form):
    """The part of the address that is one's own."""

    subdomain = forms.CharField(
        label="Your shop's address",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "on", "spellcheck": "false", "autofocus": True}
        ),
    )

    def clean_subdomain(self) -> str:
        name = normalised(self.cleaned_data["subdomain"])
        if problem := problem_with(name):
            raise ValidationError(problem)
        return name
