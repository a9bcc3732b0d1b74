from django.db import models


class AccountTotal(models.Model):
    """Debits and credits of an account at an outlet in a period: kept by the trigger that admits journal lines."""

    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="totals", db_index=False)
    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="+", db_index=False)
    period = models.ForeignKey("ledger.Period", models.PROTECT, related_name="+", db_index=False)
    debit = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "outlet", "period"], name="ledger_account_total_once")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.period_id}: {self.debit} / {self.credit}"
