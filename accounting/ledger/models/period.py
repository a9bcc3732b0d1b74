from django.db import models
from django.db.models import F, Q

from kernel.grants import APPENDED, DERIVED


class Period(models.Model):
    """A calendar month of the books. A closed one takes no more entries: trigger ledger_entry_admit.

    Its dates and year stay once it exists. The functions ledger_close_period and ledger_reopen_period close and reopen
    it, and write who did and why. `is_open` is part of a unique constraint on purpose: changing it then needs the row
    lock that waits for everyone who is posting into the period.
    """

    grants = APPENDED

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


class PeriodChange(models.Model):
    """Who closed or reopened a period, when and why. Append-only; written by the functions that do it."""

    grants = DERIVED

    period = models.ForeignKey("ledger.Period", models.PROTECT, related_name="changes")
    is_open = models.BooleanField()
    actor = models.ForeignKey("people.User", models.PROTECT, related_name="period_changes", db_index=False)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.period_id}: {'open' if self.is_open else 'closed'}"
