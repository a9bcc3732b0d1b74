"""Financial years and the numbers that documents get in them."""

from datetime import date

MAX_NUMBER_LENGTH = 16
"""India's GST rules (CGST Rules 2017, rule 46 b): a consecutive number of at most sixteen characters."""


def fiscal_year(day: date, starts_in: int) -> str:
    """The label of the financial year: "2627" when it starts in April, "2026" when it is the calendar year."""
    if starts_in == 1:
        return f"{day.year:04d}"
    first = day.year if day.month >= starts_in else day.year - 1
    return f"{first % 100:02d}{(first + 1) % 100:02d}"


def document_number(outlet_code: str, prefix: str, year: str, serial: int) -> str:
    """("KOR", "", "2627", 12) → "KOR/2627/12"; OverflowError past the length the law allows."""
    number = f"{prefix}{outlet_code}/{year}/{serial}"
    if len(number) > MAX_NUMBER_LENGTH:
        raise OverflowError(f"the series of outlet {outlet_code} in {year} is full")
    return number
