"""Codes of things: when two are the same, and when a barcode can't be right. Pure; the till has the same in codes.js.

A number in a barcode (GTIN) has 8, 12, 13 or 14 digits, the last of which follows from the others; scanners read one
and the same number with or without zeros in front, so such codes are compared padded to 14. All others are compared in
any case. No code means two things, whether it is a barcode or a SKU.
"""

import re

GTIN = r"[0-9]{8}|[0-9]{12,14}"
LONGEST = 14
_GTIN = re.compile(GTIN)


def key_of(code: str) -> str:
    """What two codes have in common that mean the same; inventory.catalogue.models.CodeKey is the same in SQL."""
    return code.zfill(LONGEST) if _GTIN.fullmatch(code) else code.lower()


def is_misread(code: str) -> bool:
    """Whether it is as long as a GTIN, and its last digit doesn't follow from the others."""
    if not _GTIN.fullmatch(code):
        return False
    digits = enumerate(code.zfill(LONGEST))
    return sum(int(digit) * (1 if place % 2 else 3) for place, digit in digits) % 10 != 0
