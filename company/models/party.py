from django.db import models
from django.db.models import Q

from kernel.grants import FIXED


class Party(models.Model):
    """Who buys from the business or supplies it, or both. Documents keep a snapshot of what they need of it."""

    grants = FIXED

    name = models.CharField(max_length=120)
    buys = models.BooleanField(default=False)
    supplies = models.BooleanField(default=False)
    tax_number = models.CharField(max_length=20, blank=True)
    """GSTIN, VAT number; "" for somebody unregistered."""

    state = models.CharField(max_length=3, blank=True)
    """The code of the state for tax (India: "29"); "" where tax knows no states."""

    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(condition=Q(buys=True) | Q(supplies=True), name="company_party_buys_or_supplies")
        ]
        indexes = [models.Index(fields=["name", "id"], name="company_party_name")]

    def __str__(self) -> str:
        return self.name
