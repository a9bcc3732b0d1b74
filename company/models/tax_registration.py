from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from kernel.grants import FIXED
from kernel.spans import Span


class TaxRegistration(models.Model):
    """An outlet's registration with the tax office over a span of days, both ends included.

    Documents keep a snapshot of the one of their day. Several outlets may share a number (India: one a state).
    """

    grants = FIXED

    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="tax_registrations")
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=3, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="company_tax_registration_span",
            ),
            ExclusionConstraint(
                name="company_tax_registration_one_a_day",
                expressions=[
                    ("outlet", RangeOperators.EQUAL),
                    (Span("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.number
