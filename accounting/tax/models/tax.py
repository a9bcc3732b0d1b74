from django.db import models
from django.db.models import F, Q


class TaxCode(models.Model):
    """What a product is taxed as ("GST18"); its rates are dated."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["code"], name="tax_code_once")]

    def __str__(self) -> str:
        return self.code


class TaxRate(models.Model):
    """One component of a code (CGST 9 %) over a span of days, both ends included."""

    tax_code = models.ForeignKey("tax.TaxCode", models.PROTECT, related_name="rates", db_index=False)
    component = models.CharField(max_length=10)
    percent = models.DecimalField(max_digits=6, decimal_places=3)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tax_code", "component", "valid_from"], name="tax_rate_once"),
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="tax_rate_percent"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="tax_rate_span"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.percent} %"
