from django.db import models

from kernel.grants import FIXED


class TenderAccount(models.Model):
    """The account (its role) that a way of paying goes to: the rows of accounting.ledger.rules.chart.ACCOUNT_OF_TENDER.

    A payment's method is one of these; the trigger that proves a receipt finds here where each must have been posted.
    """

    grants = FIXED

    method = models.CharField(max_length=10, primary_key=True)
    role = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.method}: {self.role}"
