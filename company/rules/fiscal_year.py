"""Financial years and the numbers that documents get in them."""

from datetime import date

from kernel.errors import Conflict

MAX_NUMBER_LENGTH = 16
"""India's GST rules (CGST Rules 2017, rule 46 b): a consecutive number of at most sixteen characters."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Two digits of a year name it within a century."""


class DayOutOfRange(Conflict):
    """The day is none that books are kept for."""

    code = "day_out_of_range"
    title = "Books are kept for days from 2000 to 2099"


class SeriesFull(Conflict):
    """The next number of the series would be longer than the law allows."""

    code = "series_full"
    title = "This series has no numbers left in its financial year"


def fiscal_year(day: date, starts_in: int) -> str:
    """The label of the financial year: "2627" when it starts in April, "2026" when it is the calendar year.

    DayOutOfRange.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DayOutOfRange
    if starts_in == 1:
        return f"{day.year:04d}"
    first = day.year if day.month >= starts_in else day.year - 1
    return f"{first % 100:02d}{(first + 1) % 100:02d}"


def document_number(outlet_code: str, prefix: str, year: str, serial: int) -> str:
    """("KOR", "", "2627", 12) → "KOR/2627/12"; SeriesFull past the length the law allows."""
    number = f"{prefix}{outlet_code}/{year}/{serial}"
    if len(number) > MAX_NUMBER_LENGTH:
        raise SeriesFull
    return number
