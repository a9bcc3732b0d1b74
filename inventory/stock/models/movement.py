from django.db import models
from django.db.models import Q

from kernel.grants import APPENDED
from kernel.money import LARGEST_SUM as LARGEST


class StockMovement(models.Model):
    """A change of one batch: signed quantity and signed cost value in minor units. Append-only.

    Inserting a movement *is* the change: trigger stock_movement_apply brings batch, location stock and the day's total
    along. `date` is the business day of the document and of its journal entry; `at` is when the goods moved. A movement
    of value alone (quantity 0) revalues what is there.
    """

    grants = APPENDED

    kind = models.CharField(max_length=20)
    batch = models.ForeignKey("stock.Batch", models.PROTECT, related_name="movements")
    variation = models.ForeignKey("catalogue.Variation", models.PROTECT, related_name="movements", db_index=False)
    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="movements", db_index=False)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    value = models.BigIntegerField()
    source_type = models.CharField(max_length=40)
    source_id = models.UUIDField()
    reason = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey("people.User", models.PROTECT, related_name="movements", db_index=False)
    date = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, value__gte=0)
                | Q(quantity__lt=0, value__lte=0)
                | (Q(quantity=0) & ~Q(value=0)),
                name="stock_movement_one_direction",
            ),
            models.CheckConstraint(condition=Q(value__range=(-LARGEST, LARGEST)), name="stock_movement_value"),
        ]
        indexes = [
            models.Index(fields=["variation", "outlet", "-at"], name="stock_movement_history"),
            models.Index(fields=["source_id"], name="stock_movement_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"
