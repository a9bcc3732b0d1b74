"""Reading a number as people of a place write it: one reading for every form, and the till reads the same (numbers.js).

What separates thousands must stand where thousands end, what separates decimals may come once: so “1,250” is 1250 in
India, and “95,50” is no number there instead of being 9550.
"""

import re
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from kernel.errors import InvalidInput

_SPACES = " \u00a0\u202f"
_LONGEST = 30


@lru_cache
def _shape(locale: str) -> tuple["re.Pattern[str]", str, str]:
    """What a number looks like, what separates its thousands and its decimals."""
    group, point = get_group_symbol(locale), get_decimal_symbol(locale)
    between = f"[{_SPACES}]" if group in _SPACES else re.escape(group)
    # Thousands, or lakhs and crores, where both are at home.
    grouped = rf"\d{{1,3}}(?:{between}\d{{3}})+|\d{{1,2}}(?:{between}\d{{2}})+{between}\d{{3}}"
    whole = rf"(?:\d+|{grouped})" if locale == "en_IN" else rf"(?:\d+|\d{{1,3}}(?:{between}\d{{3}})+)"
    return re.compile(rf"{whole}(?:{re.escape(point)}\d*)?|{re.escape(point)}\d+", re.ASCII), between, point


def read_number(text: str, locale: str) -> Decimal:
    """“1,250.50” → 1250.50 in en_IN. InvalidInput with an example for whatever could be meant otherwise."""
    pattern, between, point = _shape(locale)
    written = text.strip()
    if len(written) > _LONGEST or not pattern.fullmatch(written):
        raise InvalidInput(f"Write a number like {write_number(Decimal('1250.5'), locale)}, please.")
    return Decimal(re.sub(between, "", written).replace(point, ".").rstrip("."))


def write_number(number: Decimal, locale: str) -> str:
    """As a field shows it, with all its decimals and nothing between thousands."""
    places = max(0, -int(number.as_tuple().exponent))
    return format_decimal(number, format=f"0.{'0' * places}" if places else "0", locale=locale)
