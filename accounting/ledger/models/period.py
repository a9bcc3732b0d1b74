from django.db import models
from django.db.models import F, Q

from kernel.grants import KEPT


class Period(models.Model):
    """A calendar month of the books. A closed one takes no more entries: trigger ledger_entry_admit.

    `is_open` is part of a unique constraint on purpose: changing it then needs the row lock that waits for everyone
    who is posting into the period.
    """

    grants = KEPT

    starts_on = models.DateField()
    ends_on = models.DateField()
    fiscal_year = models.CharField(max_length=4)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["starts_on"], name="ledger_period_month_once"),
            models.UniqueConstraint(fields=["id", "is_open"], name="ledger_period_closing_waits"),
            models.CheckConstraint(
                condition=Q(starts_on__day=1, ends_on__gt=F("starts_on")), name="ledger_period_is_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m}"
