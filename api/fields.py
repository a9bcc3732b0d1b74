"""How values cross the wire: money and quantities as decimal strings, ids as integers a bigint can hold."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kernel.errors import InvalidInput
from kernel.money import to_minor, to_string
from kernel.quantities import QUANTITY_DIGITS, QUANTITY_PLACES, format_quantity

MAX_ID = 2**63 - 1
_DOCUMENT_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})"
)
EARLIEST, LATEST = 1990, 2200


@extend_schema_field({"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$", "example": "249.00"})
class MoneyField(serializers.Field[int, str, str, int]):
    """Minor units inside, a decimal string in the business's currency (context["currency"]) outside."""

    default_error_messages = {"invalid": "A decimal string such as “249.00”, please."}

    def to_internal_value(self, data: str) -> int:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return to_minor(data, self.context["currency"])
        except InvalidInput as error:
            raise serializers.ValidationError(error.detail) from error

    def to_representation(self, value: int) -> str:
        return to_string(value, self.context["currency"])


_QUANTITY = r"-?[0-9]{1,11}(\.[0-9]{1,3})?"


@extend_schema_field({"type": "string", "pattern": f"^{_QUANTITY}$", "example": "2.5"})
class QuantityField(serializers.DecimalField):
    """A quantity with at most three places, as a string in its shortest form."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 (DRF's own)
        super().__init__(max_digits=QUANTITY_DIGITS, decimal_places=QUANTITY_PLACES, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:  # noqa: ANN401 (DRF's own)
        # Decimal reads more than people mean by a number: 1e2, 1_0, the digits of other scripts.
        if not (isinstance(data, str) and re.fullmatch(_QUANTITY, data)):
            raise serializers.ValidationError("A decimal string such as “2.5”, please.")
        return super().to_internal_value(data)

    def to_representation(self, value: Decimal) -> str:
        return format_quantity(value)


class IdField(serializers.IntegerField):
    """The number of a row."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 (DRF's own)
        super().__init__(min_value=1, max_value=MAX_ID, **kwargs)


class DocumentIdField(serializers.UUIDField):
    """An id that a device gives its document: a UUID of version 4 or 7 (RFC 9562) in the usual form.

    A counter is none: two tills would give the same.
    """

    default_error_messages = {"invalid": "A UUID of version 4 or 7, please."}

    def to_internal_value(self, data: Any) -> UUID:  # noqa: ANN401 (DRF's own)
        if not (isinstance(data, str) and _DOCUMENT_ID.fullmatch(data)):
            self.fail("invalid")
        return UUID(data)


class MomentField(serializers.DateTimeField):
    """A moment with its zone, not before 1990: calendars and clocks stay computable.

    One without a zone is refused, and so is a day: its reader would have to guess.
    """

    def to_internal_value(self, value: Any) -> datetime:  # noqa: ANN401 (DRF's own)
        if not (isinstance(value, str) and _MOMENT.fullmatch(value)):
            raise serializers.ValidationError("A moment with its zone such as “2026-11-21T09:30:00+05:30”, please.")
        try:
            moment = super().to_internal_value(value.upper())
        except OverflowError:
            moment = None
        if moment is None or not EARLIEST <= moment.year <= LATEST:
            raise serializers.ValidationError("This moment is out of range.")
        return moment
