from django import forms

from company.rules.countries import COUNTRIES
from web.forms.fields import password_hint


class SignUpForm(forms.Form):
    """What opening a business asks for. The operation checks and names every fault at once; the form only carries."""

    business_name = forms.CharField(
        required=False,
        label="Name of your shop",
        widget=forms.TextInput(
            attrs={"autocomplete": "organization", "data-proposes": "id_subdomain", "placeholder": "Mama Kiosk"}
        ),
    )
    subdomain = forms.CharField(
        required=False,
        label="Its address",
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false", "placeholder": "mama-kiosk"}
        ),
    )
    country = forms.ChoiceField(
        label="Country", choices=[(country.code, country.name) for country in COUNTRIES.values()]
    )
    owner_name = forms.CharField(
        required=False, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.CharField(required=False, label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        required=False,
        label="Password",
        strip=False,
        help_text=password_hint(),
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
    )
