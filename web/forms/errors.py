"""A DomainError of an operation, shown at the fields that it is about."""

from django import forms

from kernel.errors import DomainError


def show_errors(form: forms.BaseForm, error: DomainError) -> None:
    """Add every field's sentences to the form; what belongs to none of its fields stands above it."""
    for field, messages in error.errors.items():
        for message in messages:
            form.add_error(field if field in form.fields else None, message)
    if not error.errors:
        form.add_error(None, error.detail)
