from django.db import models

from kernel.grants import DERIVED


class AccountDay(models.Model):
    """Debits and credits of an account at an outlet on a business day: kept by the trigger that admits journal lines.

    The balance of any day is the sum of the days until then. Nothing but the key is indexed, so that a change of the
    sums touches no index (a heap-only update): the row is the hottest of a sale.
    """

    grants = DERIVED

    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="day_totals", db_index=False)
    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="account_days", db_index=False)
    date = models.DateField()
    debit = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outlet", "account", "date"], name="ledger_account_day_once")]
        indexes = [models.Index(fields=["account"], name="ledger_account_day_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.date}: {self.debit} / {self.credit}"
