from django.db import models
from django.db.models import Q

from accounting.ledger.enums import AccountKind
from kernel.grants import APPENDED


class Account(models.Model):
    """One account of the chart. `role` (accounting.ledger.enums) marks the account that postings of a kind go to."""

    grants = APPENDED

    code = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    role = models.CharField(max_length=40, null=True)  # noqa: DJ001 (NULL: any number of accounts have no role)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="ledger_account_code_once"),
            models.UniqueConstraint(fields=["role"], name="ledger_account_role_once"),
            models.CheckConstraint(condition=Q(kind__in=list(AccountKind)), name="ledger_account_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
