"""Fields that people type amounts, quantities and lists of codes into."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.core.exceptions import ValidationError

from company.queries import BusinessInfo
from kernel.errors import InvalidInput
from kernel.money import to_decimal, to_minor
from kernel.number_texts import read_number, write_number
from kernel.quantities import is_storable


class NumberField(forms.CharField):
    """A number as the business writes it. The form sets `locale` before it is used."""

    locale: str = ""

    def __init__(self, *, placeholder: str = "", **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        attrs = {"inputmode": "decimal", "autocomplete": "off", "placeholder": placeholder}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def read(self, value: Any) -> Decimal | None:  # noqa: ANN401 (Django's own)
        """None where nothing was typed."""
        text = str(super().to_python(value) or "")
        try:
            return read_number(text, self.locale) if text else None
        except InvalidInput as error:
            raise ValidationError(error.detail) from error


class AmountField(NumberField):
    """Money: “1,250.50” is 125050 minor units of `currency`, which the form sets, too."""

    currency: str = ""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 (Django's own)
        return write_number(to_decimal(value, self.currency), self.locale) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]  # noqa: ANN401 (Django's own)
        number = self.read(value)
        try:
            return None if number is None else to_minor(number, self.currency)
        except InvalidInput as error:
            raise ValidationError(error.detail) from error


class QuantityField(NumberField):
    """A quantity with at most three decimals."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 (Django's own)
        return write_number(value.normalize(), self.locale) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # noqa: ANN401 (Django's own)
        number = self.read(value)
        if number is not None and not is_storable(number):
            raise ValidationError("Not that much, and with at most three decimals, please.")
        return number


def set_numbers(form: forms.BaseForm, business: BusinessInfo) -> None:
    """Tell the form's fields how the business writes numbers, and what it counts money in."""
    for field in form.fields.values():
        if isinstance(field, NumberField):
            field.locale = business.locale
        if isinstance(field, AmountField):
            field.currency = business.currency


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
