from django.db import models
from django.db.models import Q

from kernel.grants import APPENDED


class Batch(models.Model):
    """A cost layer: what arrived together at an outlet, with what is left of it and the value of that.

    The single source of truth of stock. `quantity` and `value` change only through stock movements, which the trigger
    stock_movement_apply adds up; everything else stays as it was on arrival (trigger stock_batch_stays): a correction
    is a movement, or a new batch. What a layer is worth is its value: `unit_cost` is what one cost on arrival, rounded,
    to be shown and never multiplied back.
    """

    grants = APPENDED.and_update("in_stock")

    variation = models.ForeignKey("catalogue.Variation", models.PROTECT, related_name="batches", db_index=False)
    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="batches", db_index=False)
    number = models.CharField(max_length=40, blank=True)
    expires_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    unit_cost = models.BigIntegerField()
    quantity = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    value = models.BigIntegerField(default=0)
    last_moved_on = models.DateField(null=True)
    """The latest business day on which it moved; goods that leave on an earlier one are looked at closely."""

    in_stock = models.GeneratedField(
        expression=Q(quantity__gt=0),  # type: ignore[arg-type] # the stubs don't know that a Q resolves
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0), name="stock_batch_quantity"),
            models.CheckConstraint(condition=Q(value__gte=0), name="stock_batch_value"),
            models.CheckConstraint(condition=Q(quantity__gt=0) | Q(value=0), name="stock_batch_empty_is_worthless"),
            models.CheckConstraint(condition=Q(unit_cost__gte=0), name="stock_batch_unit_cost"),
        ]
        indexes = [
            models.Index(
                fields=["outlet", "variation", "expires_on", "received_at", "id"],
                name="stock_batch_picking",
                condition=Q(in_stock=True),
            ),
            models.Index(fields=["variation", "outlet"], name="stock_batch_variation"),
            models.Index(fields=["expires_on"], name="stock_batch_expiry", condition=Q(in_stock=True)),
        ]

    def __str__(self) -> str:
        return self.number or f"batch {self.pk}"
