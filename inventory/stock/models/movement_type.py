from django.db import models

from kernel.grants import FIXED


class MovementType(models.Model):
    """A kind of movement: the rows are inventory.stock.enums.MovementKind. See accounting.ledger.models.SourceType."""

    grants = FIXED

    code = models.CharField(max_length=20, primary_key=True)

    def __str__(self) -> str:
        return self.code
