from django import forms

SUBDOMAIN = r"^[a-z]([a-z0-9-]*[a-z0-9])?$"


class FindBusinessForm(forms.Form):
    """The part of the address that is one's own."""

    subdomain = forms.RegexField(
        SUBDOMAIN,
        label="Your shop's address",
        max_length=40,
        error_messages={"invalid": "Letters, digits and hyphens, for example “mama-kiosk”."},
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "on", "spellcheck": "false", "autofocus": True}
        ),
    )
