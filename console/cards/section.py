"""What a card of the console is made of."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class About:
    """The business that a card is about. `schema` is "" when it has none any more."""

    id: int
    schema: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """A value under its label. `tone` is "", success, warning or danger; `link` an address."""

    label: str
    value: str
    tone: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of something that is limited; `limit` None is no limit."""

    label: str
    used: int
    limit: int | None

    @property
    def percent(self) -> int:
        """At most 100; begun ones count, so that a little shows."""
        if self.limit is None:
            return 0
        return min(100, -(-self.used * 100 // self.limit)) if self.limit else 100

    @property
    def told(self) -> str:
        return f"{self.used:,} of {self.limit:,}" if self.limit is not None else f"{self.used:,}"


@dataclass(frozen=True, slots=True)
class Section:
    """A card: facts, bars, then a table. `note` says why there is nothing."""

    title: str
    facts: tuple[Fact, ...] = ()
    bars: tuple[Bar, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether its table needs the width of the page."""
        return bool(self.rows) and len(self.head) > 2

    @property
    def table(self) -> dict[str, object] | None:
        """As Unfold's component takes it."""
        return {"headers": self.head, "rows": self.rows} if self.rows else None


def listing(model: str, query: str = "") -> str:
    """The address of a model's list in the console: `life_tenant`, filtered as the query says."""
    path = reverse(f"admin:{model}_changelist", urlconf=settings.PUBLIC_SCHEMA_URLCONF)
    return f"{path}?{query}" if query else path


def size(number: int) -> str:
    """Bytes for people: 1536 → "1.5 KB"."""
    value: float = number
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1024:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} TB"


def moment(value: datetime | None) -> str:
    """To the minute, in UTC as the console's other times; a dash for None."""
    return f"{value:%d %b %Y %H:%M}" if value else "–"
