from django.db import models

from kernel.grants import DERIVED


class StockDay(models.Model):
    """What the movements of a kind came to at an outlet on a business day: kept by the trigger that applies movements.

    Signed value in minor units; quantities of different things don't add up. The value of an outlet's stock on any day
    is the sum of its days until then, and equals the inventory account.
    """

    grants = DERIVED

    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="stock_days", db_index=False)
    kind = models.CharField(max_length=20)
    date = models.DateField()
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outlet", "kind", "date"], name="stock_day_once")]

    def __str__(self) -> str:
        return f"{self.outlet_id} {self.kind} {self.date}: {self.value}"
