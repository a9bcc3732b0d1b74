"""The rooms of the house, lowest first: the one list that settings, import contracts, the console and tests read.

A room is a Django app. A wing is a top-level folder; a large one holds several rooms. What stands beside them without
tables (the faces, `config`) is listed at the end. docs/architecture.md draws them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Schema(StrEnum):
    """In which schemas a room's tables are."""

    TENANT = "tenant"
    PUBLIC = "public"
    BOTH = "both"
    NONE = "none"


class Tower(StrEnum):
    """Imports go down: faces, joins, shop or platform, ground. Shop and platform don't see each other."""

    GROUND = "ground"
    PLATFORM = "platform"
    SHOP = "shop"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Room:
    """`name` is the app's dotted path ("inventory.stock"); its last part begins the names of the room's tables."""

    name: str
    tower: Tower
    schema: Schema

    @property
    def label(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def wing(self) -> str:
        return self.name.partition(".")[0]


ROOMS: tuple[Room, ...] = (
    Room("audit", Tower.GROUND, Schema.BOTH),
    Room("people", Tower.GROUND, Schema.BOTH),
    Room("tenants.schemas", Tower.PLATFORM, Schema.PUBLIC),
    Room("tenants.life", Tower.PLATFORM, Schema.PUBLIC),
    Room("tenants.domains", Tower.PLATFORM, Schema.PUBLIC),
    Room("tenants.archives", Tower.PLATFORM, Schema.PUBLIC),
    Room("tenants.upgrades", Tower.PLATFORM, Schema.PUBLIC),
    Room("billing", Tower.PLATFORM, Schema.PUBLIC),
    Room("company", Tower.SHOP, Schema.TENANT),
    Room("accounting.ledger", Tower.SHOP, Schema.TENANT),
    Room("accounting.tax", Tower.SHOP, Schema.TENANT),
    Room("inventory.catalogue", Tower.SHOP, Schema.TENANT),
    Room("inventory.stock", Tower.SHOP, Schema.TENANT),
    Room("sales.selling", Tower.SHOP, Schema.TENANT),
    Room("insights", Tower.JOIN, Schema.PUBLIC),
    Room("webhooks", Tower.JOIN, Schema.TENANT),
)

FACES = ("web", "api", "console")
"""Each shows the house to somebody; none imports another."""

BESIDE = ("kernel", "config", *FACES)
"""Product code that is no room: what every room may use, the root, the faces."""

TOOLS = ("localdev", "bench", "standins")
"""What developers run; nothing of the product imports it."""


def in_schema(*schemas: Schema) -> list[str]:
    """The dotted names of the rooms with tables in any of these kinds of schema."""
    return [room.name for room in ROOMS if room.schema in schemas]


def labels_in(*schemas: Schema) -> set[str]:
    """The app labels of the same."""
    return {room.label for room in ROOMS if room.schema in schemas}
