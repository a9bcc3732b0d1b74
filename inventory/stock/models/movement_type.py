from django.db import models

from kernel.grants import FIXED


class MovementType(models.Model):
    """What a kind of document moves: its goods come (`direction` 1), leave (-1), or change in worth alone (0).

    `code` is inventory.stock.enums.MovementKind. A new kind is a row, as of accounting.ledger.models.SourceType; one
    whose goods may come or leave has two.
    """

    grants = FIXED

    source_type = models.ForeignKey(
        "ledger.SourceType", models.PROTECT, related_name="movement_types", db_column="source_type", db_index=False
    )
    code = models.CharField(max_length=20)
    direction = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_type", "code", "direction"], name="stock_movement_type_once"),
            models.CheckConstraint(condition=models.Q(direction__in=(-1, 0, 1)), name="stock_movement_type_direction"),
        ]

    def __str__(self) -> str:
        return f"{self.source_type_id}: {self.code} {self.direction}"
