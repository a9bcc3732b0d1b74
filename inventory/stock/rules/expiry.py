"""How near to its end a batch is: one table of bands, for badges, counts, filters and messages."""

from dataclasses import dataclass
from datetime import date, timedelta

from inventory.stock.rules.picking import is_sellable


@dataclass(frozen=True, slots=True)
class Band:
    """Batches that expire from today on, `days` days ahead at most; the `expired` band is what is past its day.

    `tone` is how loudly a batch is marked whose nearest band this is.
    """

    key: str
    label: str
    days: int
    tone: str


EXPIRED = Band("expired", "Expired", -1, "bad")
SOON = Band("expiring", "Expiring in 7 days", 7, "bad")
BANDS = (
    EXPIRED,
    SOON,
    Band("fortnight", "Expiring in 14 days", 14, "warn"),
    Band("month", "Expiring in 30 days", 30, "plain"),
)
"""The nearest first. They overlap: what expires in 7 days is also in the bands of 14 and 30 days. Only `expired`, which
can't be sold, is in no other band.
"""

BY_KEY = {band.key: band for band in BANDS}


def band_of(expires_on: date | None, today: date) -> Band | None:
    """The nearest band of a batch; None when its end is far off, or it has none."""
    if not is_sellable(expires_on, today):
        return EXPIRED
    if expires_on is None:
        return None
    left = (expires_on - today).days
    return next((band for band in BANDS if left <= band.days), None)


def last_day(band: Band, today: date) -> date:
    """The last day on which batches of the band expire."""
    return today + timedelta(days=band.days)
