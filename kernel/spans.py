"""Spans of days, both ends included: what "valid from … to …" means in every table that has dated rows."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import F, Func, Value


class Span(Func):
    """The days from one column to another as a range; an end of NULL is open. `span @> day` asks whether it holds."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, first: str, last: str) -> None:
        super().__init__(F(first), F(last), Value("[]"))
