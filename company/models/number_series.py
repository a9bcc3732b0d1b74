from django.db import models

from kernel.grants import DERIVED


class NumberSeries(models.Model):
    """The last document number given in a series of an outlet and financial year: a row lock makes it gap-free."""

    grants = DERIVED

    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="number_series", db_index=False)
    series = models.CharField(max_length=10)
    fiscal_year = models.CharField(max_length=4)
    last_number = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outlet", "series", "fiscal_year"], name="company_number_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.outlet_id} {self.series} {self.fiscal_year}: {self.last_number}"
