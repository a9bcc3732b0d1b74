from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from accounting.tax.enums import Treatment
from kernel.grants import APPENDED
from kernel.spans import Span


class TaxCode(models.Model):
    """What a product is taxed as ("GST18"); its rates are dated."""

    grants = APPENDED

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    treatment = models.CharField(max_length=10, default=Treatment.TAXABLE)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="tax_code_once"),
            models.CheckConstraint(condition=Q(treatment__in=list(Treatment)), name="tax_code_treatment"),
        ]

    def __str__(self) -> str:
        return self.code


class TaxRate(models.Model):
    """One component of a code (CGST 9 %) over a span of days, both ends included.

    `per_unit` (minor units) comes on top for each unit of quantity, whatever the price (a cess). `above` is a band: the
    rate is for units whose taxable value is more than that (minor units), up to the next higher band.
    """

    grants = APPENDED

    tax_code = models.ForeignKey("tax.TaxCode", models.PROTECT, related_name="rates", db_index=False)
    component = models.CharField(max_length=10)
    percent = models.DecimalField(max_digits=6, decimal_places=3)
    per_unit = models.BigIntegerField(default=0)
    above = models.BigIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    valid = models.GeneratedField(
        expression=Span("valid_from", "valid_to"), output_field=DateRangeField(), db_persist=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="tax_rate_percent"),
            models.CheckConstraint(condition=Q(per_unit__gte=0, above__gte=0), name="tax_rate_amounts"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="tax_rate_span"
            ),
            ExclusionConstraint(
                name="tax_rate_one_a_day",
                expressions=[
                    ("tax_code", RangeOperators.EQUAL),
                    ("component", RangeOperators.EQUAL),
                    ("above", RangeOperators.EQUAL),
                    (Span("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.percent} %"
