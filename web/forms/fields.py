"""Fields that people type amounts, quantities and lists of codes into."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.core.exceptions import ValidationError

from kernel.errors import InvalidInput
from kernel.money import to_minor, to_string
from kernel.quantities import QUANTITY_DIGITS, QUANTITY_PLACES


class AmountField(forms.CharField):
    """Money typed as a decimal: “12.50” is 1250 minor units. The form sets `currency` before it is used."""

    currency: str = ""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 (Django's own)
        return to_string(value, self.currency) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]  # noqa: ANN401 (Django's own)
        text = str(super().to_python(value) or "").replace(",", "")
        if not text:
            return None
        try:
            return to_minor(text, self.currency)
        except InvalidInput as error:
            raise ValidationError(error.detail) from error


class QuantityField(forms.DecimalField):
    """A quantity with at most three decimals."""

    def __init__(self, *, placeholder: str = "", **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        attrs = {"inputmode": "decimal", "autocomplete": "off", "placeholder": placeholder}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(max_digits=QUANTITY_DIGITS, decimal_places=QUANTITY_PLACES, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 (Django's own)
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class CodesField(forms.CharField):
    """Barcodes, with spaces or commas between."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 (Django's own)
        return " ".join(value) if isinstance(value, tuple) else value

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]  # noqa: ANN401 (Django's own)
        return tuple(str(super().to_python(value) or "").replace(",", " ").split())


def password_hint() -> str:
    """How long a password must be, in the validator's own words."""
    validators = get_default_password_validators()
    return next(str(each.get_help_text()) for each in validators if isinstance(each, MinimumLengthValidator))
