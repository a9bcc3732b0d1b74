from django.db import models
from django.db.models import Q

from kernel.grants import APPENDED


class Business(models.Model):
    """The business itself: one row a schema. Its currency never changes, because the books are kept in it."""

    grants = APPENDED

    id = models.BigIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    timezone = models.CharField(max_length=60)
    locale = models.CharField(max_length=12)
    prices_include_tax = models.BooleanField()
    year_starts_in = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="company_business_only_one"),
            models.CheckConstraint(condition=Q(year_starts_in__range=(1, 12)), name="company_business_year_starts"),
        ]

    def __str__(self) -> str:
        return self.name
