"""The tax codes a business starts with. Rates are data and dated, so old documents keep theirs.

India: CGST and SGST in equal halves; slabs 0/5/12/18/28 from 2017-07-01, 0/5/18/40 from 2025-09-22 (Notification
9/2025-Central Tax (Rate)); precious stones and metals keep 0.25, 1.5 and 3 %. Tobacco and pan masala stay at 28 % until
2026-01-31 and are at 40 % from then on; biris at 18 %. Garments and shoes: 5 % up to a taxable value of 2,500 rupees a
piece, 18 % above it. United Kingdom: VATA 1994, 20 % since 2011-01-04. Kenya: VAT Act 2013, 16 %, with the
14 % of 2020-04-01 to 2020-12-31.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounting.tax.enums import Treatment


@dataclass(frozen=True, slots=True)
class Rate:
    """A component over a span of days, both ends included; for units worth more than `above` (minor units)."""

    component: str
    percent: Decimal
    valid_from: date
    valid_to: date | None = None
    above: int = 0
    per_unit: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A tax code and its dated rates; none means nothing is charged."""

    code: str
    name: str
    rates: tuple[Rate, ...]
    treatment: Treatment = Treatment.TAXABLE


_GST_BEGINS, _OLD_SLABS_END, _NEW_SLABS_BEGIN = date(2017, 7, 1), date(2025, 9, 21), date(2025, 9, 22)


_TOBACCO_MOVES = date(2026, 2, 1)


def _halves(slab: str, begins: date = _GST_BEGINS, ends: date | None = None, *, above: int = 0) -> tuple[Rate, ...]:
    return tuple(Rate(component, Decimal(slab) / 2, begins, ends, above) for component in ("CGST", "SGST"))


def _gst(slab: str, begins: date = _GST_BEGINS, ends: date | None = None) -> Code:
    treatment = Treatment.TAXABLE if Decimal(slab) else Treatment.NIL
    return Code(f"GST{slab}", f"GST {slab} %", _halves(slab, begins, ends), treatment)


def _tobacco(code: str, name: str, now: str) -> Code:
    until = _TOBACCO_MOVES - timedelta(days=1)
    return Code(code, name, (*_halves("28", ends=until), *_halves(now, begins=_TOBACCO_MOVES)))


def _vat(code: str, name: str, *rates: tuple[str, date, date | None]) -> Code:
    return Code(code, name, tuple(Rate("VAT", Decimal(percent), begins, ends) for percent, begins, ends in rates))


_NONE = Code("NONE", "No tax", (), Treatment.EXEMPT)

TAX_SETS: dict[str, tuple[Code, ...]] = {
    "india_gst": (
        _gst("0"),
        _gst("0.25"),
        _gst("1.5"),
        _gst("3"),
        _gst("5"),
        _gst("12", ends=_OLD_SLABS_END),
        _gst("18"),
        _gst("28", ends=_OLD_SLABS_END),
        _gst("40", begins=_NEW_SLABS_BEGIN),
        Code(
            "GARMENTS",
            "Garments and shoes (5 %, above 2,500 a piece 18 %)",
            (*_halves("5", _NEW_SLABS_BEGIN), *_halves("18", _NEW_SLABS_BEGIN, above=2_500_00)),
        ),
        _tobacco("TOBACCO", "Tobacco, pan masala", "40"),
        _tobacco("BIRI", "Biris", "18"),
        _NONE,
    ),
    "uk_vat": (
        _vat("VAT20", "VAT standard rate", ("20", date(2011, 1, 4), None)),
        _vat("VAT5", "VAT reduced rate", ("5", date(2008, 1, 1), None)),
        _vat("VAT0", "VAT zero rate", ("0", date(1973, 4, 1), None)),
        _NONE,
    ),
    "kenya_vat": (
        _vat(
            "VAT16",
            "VAT standard rate",
            ("16", date(2013, 9, 2), date(2020, 3, 31)),
            ("14", date(2020, 4, 1), date(2020, 12, 31)),
            ("16", date(2021, 1, 1), None),
        ),
        _vat("VAT0", "VAT zero rate", ("0", date(2013, 9, 2), None)),
        _NONE,
    ),
    "no_tax": (_NONE,),
}
