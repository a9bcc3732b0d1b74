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
    """Whether it is as long as a GTIN, and its last digit doesn't follow from the others.

    The last digit of a short code on a small pack (UPC-E) follows from the twelve digits that it stands for.
    """
    if not _GTIN.fullmatch(code):
        return False
    is_short = len(code) == 8 and code[0] in "01"
    return not (_adds_up(code) or (is_short and _adds_up(_unshortened(code))))


def _adds_up(code: str) -> bool:
    digits = enumerate(code.zfill(LONGEST))
    return sum(int(digit) * (1 if place % 2 else 3) for place, digit in digits) % 10 == 0


def _unshortened(code: str) -> str:
    """The UPC-A of a UPC-E: its seventh digit says where zeros were left out."""
    system, digits, kind, check = code[0], code[1:6], code[6], code[7]
    if kind in "012":
        return f"{system}{digits[:2]}{kind}0000{digits[2:]}{check}"
    kept = {"3": 3, "4": 4}.get(kind, 5)
    rest = digits[kept:] if kept < 5 else kind
    return f"{system}{digits[:kept]}{rest.rjust(10 - kept, '0')}{check}"
