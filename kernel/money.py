"""Amounts of money: integers in the currency's minor unit; only the edges know decimal strings.

The number of decimals of a currency comes from CLDR (through Babel): 2 for INR, 0 for JPY, 3 for KWD.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_currency, format_decimal, get_currency_precision

from kernel.errors import InvalidInput

_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?")

MAX_MINOR = 10**12
"""Amounts and documents past this are taken for mistakes; nine million such documents fit a bigint's total."""

LARGEST_SUM = 10 * MAX_MINOR
"""No line of the books and no movement of goods is worth more: a document with its taxes on top, and what it costs."""


@lru_cache
def decimals_of(currency: str) -> int:
    """Digits after the point in the currency."""
    return get_currency_precision(currency)


def round_half_up(value: Decimal) -> int:
    """To the nearest minor unit, halves away from zero: how tax law and cash desks round.

    Everything that is rounded is rounded here: a line's quantity × price (sales.selling.rules.pricing), each tax
    component of a line (accounting.tax.rules.tax), the cost of what leaves a batch (inventory.stock.rules.picking).
    Sums are of amounts that are whole already. Types enforce that amounts are whole (int here, integers in the
    database); how they were rounded only tests see, which work figures out by hand.
    """
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_minor(text: str | Decimal, currency: str) -> int:
    """Read an amount: "12.50" → 1250 in INR. InvalidInput when it is none: no number, too many decimals, too large."""
    if not _AMOUNT.fullmatch(str(text)):
        raise InvalidInput(f"Not an amount in {currency}.")
    scaled = Decimal(text).scaleb(decimals_of(currency))
    if scaled != scaled.to_integral_value() or abs(scaled) > MAX_MINOR:
        raise InvalidInput(f"Not an amount in {currency}.")
    return int(scaled)


def to_decimal(amount: int, currency: str) -> Decimal:
    """1250 in INR → Decimal("12.50")."""
    return Decimal(amount).scaleb(-decimals_of(currency))


def to_string(amount: int, currency: str) -> str:
    """1250 in INR → "12.50": the form of the API."""
    return f"{to_decimal(amount, currency):f}"


def _grouping(locale: str) -> str:
    """Thousands, lakhs and crores in India; thousands elsewhere."""
    return "#,##,##0" if locale == "en_IN" else "#,##0"


def format_whole(amount: int, currency: str, *, locale: str = "en") -> str:
    """For people, with the currency and rounded to its unit: "₹12,84,320"."""
    value = to_decimal(amount, currency)
    return format_currency(value, currency, format=f"¤{_grouping(locale)}", currency_digits=False, locale=locale)


def format_amount(amount: int, currency: str, *, locale: str = "en") -> str:
    """For people, without the currency's sign: "1,284,320.00"."""
    places = "0" * decimals_of(currency)
    pattern = _grouping(locale)
    return format_decimal(
        to_decimal(amount, currency), format=f"{pattern}.{places}" if places else pattern, locale=locale
    )


def format_money(amount: int, currency: str, *, locale: str = "en") -> str:
    """For people, with the currency: "₹12,84,320.00" in en_IN, "KES 1,284,320.00" in en."""
    return format_currency(to_decimal(amount, currency), currency, locale=locale)


def share_out(total: int, weights: list[int]) -> list[int]:
    """Split `total` in proportion to `weights` (largest remainder), so that the shares add up exactly.

    All weights zero: everything goes to the first.
    """
    whole = sum(weights)
    if whole == 0:
        return [total if index == 0 else 0 for index in range(len(weights))]
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return shares
