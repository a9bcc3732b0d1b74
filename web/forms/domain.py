from django import forms


class DomainForm(forms.Form):
    """A domain of one's own."""

    host = forms.CharField(
        label="Domain",
        required=False,
        help_text="One that you hold, such as shop.example.com.",
        widget=forms.TextInput(
            attrs={
                "placeholder": "shop.example.com",
                "autocapitalize": "none",
                "spellcheck": "false",
                "inputmode": "url",
            }
        ),
    )
