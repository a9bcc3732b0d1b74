"""Words of the stock room, also enforced by the database."""

from enum import StrEnum


class Unit(StrEnum):
    """What one of a variation is; pieces are whole, the others may be fractions."""

    PIECE = "piece"
    KILOGRAM = "kg"
    LITRE = "l"
    METRE = "m"

    @property
    def label(self) -> str:
        return {"piece": "Piece", "kg": "Kilogram", "l": "Litre", "m": "Metre"}[self]
