from django.db import models

from kernel.grants import FREE


class Invoice(models.Model):
    """A copy of a Stripe invoice, so that a list of them asks nobody. Amounts are in minor units of its currency."""

    grants = FREE

    subscription = models.ForeignKey("billing.Subscription", models.CASCADE, related_name="invoices")
    stripe_invoice_id = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    total = models.BigIntegerField()
    tax = models.BigIntegerField(default=0)
    amount_paid = models.BigIntegerField(default=0)
    amount_due = models.BigIntegerField(default=0)
    issued_at = models.DateTimeField()
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    page_url = models.TextField(blank=True, default="")
    pdf_url = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["subscription", "-issued_at"], name="billing_invoice_newest")]

    def __str__(self) -> str:
        return self.number or self.stripe_invoice_id
