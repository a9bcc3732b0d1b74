from django import forms


class ClosingForm(forms.Form):
    """Typed by hand, so that nobody closes a business by a slip."""

    name = forms.CharField(label="Name of the business", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    password = forms.CharField(
        label="Your password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
