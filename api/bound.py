"""Serializers whose fields are made once.

Django REST framework copies every declared field, with those inside, for each serializer that is made: for a sale's
receipt this takes longer than showing it. A serializer keeps nothing of what passes through its fields, and all that
these ask for is the currency. So one of each class and currency serves the whole process.
"""

from collections.abc import Callable, Iterable
from copy import copy
from functools import cache
from typing import Any

from rest_framework.serializers import BaseSerializer

SerializerClass = Callable[..., BaseSerializer[Any]]


@cache
def _bound(serializer_class: SerializerClass, currency: str) -> BaseSerializer[Any]:
    serializer = serializer_class(context={"currency": currency})
    _ = getattr(serializer, "fields", None)  # makes them
    return serializer


def read(serializer_class: SerializerClass, data: object, currency: str) -> Any:  # noqa: ANN401 (what the serializer says)
    """The data, checked, with its amounts in the currency. ValidationError."""
    serializer = copy(_bound(serializer_class, currency))  # data and errors are a serializer's own, its fields shared
    serializer.initial_data = data
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def shown(serializer_class: SerializerClass, value: object, currency: str) -> Any:  # noqa: ANN401 (JSON)
    return _bound(serializer_class, currency).to_representation(value)


def shown_all(serializer_class: SerializerClass, values: Iterable[object], currency: str) -> list[Any]:
    show = _bound(serializer_class, currency).to_representation
    return [show(value) for value in values]
