"""Words of the stock room, also enforced by the database."""

from django.db.models import TextChoices


class MovementKind(TextChoices):
    """Why a batch changed."""

    OPENING = "opening", "Opening stock"
    SALE = "sale", "Sale"


class Unit(TextChoices):
    """What one of a variation is; pieces are whole, the others may be fractions."""

    PIECE = "piece", "Piece"
    KILOGRAM = "kg", "Kilogram"
    LITRE = "l", "Litre"
    METRE = "m", "Metre"
