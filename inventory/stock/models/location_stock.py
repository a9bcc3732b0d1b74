from django.db import models

from kernel.grants import DERIVED


class LocationStock(models.Model):
    """What an outlet has of a variation: the sum of its batches, kept by the trigger that applies movements."""

    grants = DERIVED

    variation = models.ForeignKey("catalogue.Variation", models.PROTECT, related_name="location_stock", db_index=False)
    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="location_stock")
    quantity = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variation", "outlet"], name="stock_location_stock_once")]

    def __str__(self) -> str:
        return f"{self.variation_id} at {self.outlet_id}: {self.quantity}"
